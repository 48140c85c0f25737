package policy

import (
	"errors"
	"io/fs"
	"path/filepath"
)

// Drift says what becomes of columns that nobody has decided about.
type Drift struct {
	Pos       Pos
	NewColumn NewColumn
}

// NewColumn is what a job does with a column that what binds its output does
// not know: stop until somebody decides, or go on without its values.
type NewColumn string

const (
	NewColumnStop    NewColumn = "stop"
	NewColumnDrop    NewColumn = "drop"
	NewColumnNullify NewColumn = "nullify"
)

// What drift may say.
var (
	driftKeys      = []string{"new_column", "changed_class"}
	newColumns     = []string{string(NewColumnStop), string(NewColumnDrop), string(NewColumnNullify)}
	changedClasses = []string{"stop"}
)

// drift reads what a job does where data and classification part. Of a class
// that changed there is nothing to choose: somebody must look at it.
func (r *reader) drift(n *Node, j *Job) {
	if n == nil || !r.keys(n, driftKeys, nil) {
		return
	}
	j.Drift.Pos = n.Pos
	if v := n.Get("new_column"); v != nil {
		j.Drift.Pos = v.Pos
		j.Drift.NewColumn = NewColumn(r.oneOf(v, newColumns))
	}
	if v := n.Get("changed_class"); v != nil {
		r.oneOf(v, changedClasses)
	}
}

// CatalogFile is the name of a table's catalog in a directory of them.
func CatalogFile(dir, table string) string { return filepath.Join(dir, table+CatalogExt) }

// catalogs reads the catalog of each table. One that is not there is an error,
// as the job says that there is one.
func (r *reader) catalogs(n *Node, j *Job, dir string) {
	if n == nil {
		return
	}
	if j.Catalog = r.place(n, dir, r.text(n)); j.Catalog == "" {
		return
	}
	for i := range j.Tables {
		t := &j.Tables[i]
		if t.Name == "" {
			continue // said already
		}
		file := CatalogFile(j.Catalog, t.Name)
		c, err := LoadCatalog(file, r.names)
		var list Errors
		switch {
		case err == nil:
			t.Catalog = c
		case errors.As(err, &list):
			r.errs = append(r.errs, list...)
		case errors.Is(err, fs.ErrNotExist):
			r.fail(n, Missing, "tuomin scan --catalog "+j.Catalog+" --table "+t.Name+" "+t.Input, "table %s has no catalog: there is no %s", t.Name, file)
		default:
			r.fail(n, BadValue, "", "the catalog of table %s: %v", t.Name, err)
		}
	}
}
