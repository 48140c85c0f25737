package pipelines

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners"
	"tuomin/scanners/files"
)

// A CatalogEdit is what was done to the catalog of one table.
type CatalogEdit struct {
	Table   string   `json:"table"`
	File    string   `json:"file"`
	Columns []string `json:"columns"` // whose lines were added, or confirmed
}

// statsDir is where a directory of catalogs keeps what scans counted: beside
// what people decide, never in it, and nothing depends on it.
const (
	statsDir = ".stats"
	statsV1  = "tuomin.catalog-stats/1"
)

// catalogStats is what a scan counted. A scan that counts the same writes the
// same bytes: there is no date in it.
type catalogStats struct {
	Schema  string                     `json:"schema"`
	Table   string                     `json:"table"`
	Files   int                        `json:"files"`
	Rows    int64                      `json:"rows"`
	Columns []detectors.Classification `json:"columns"`
}

// ProposeCatalog writes what a scan found into a directory of catalogs, as
// proposals: a file for each table that has none, and a line for each column
// that has none. Lines that are there stay as they are, byte for byte, and a
// file to which nothing is added is not written.
//
// A table is called as its directory, or its file without the extension; name
// is another one, where there is one table. Set is what was looked for.
func ProposeCatalog(fsys files.FS, dir, name string, found *Findings, set *detectors.Set) ([]CatalogEdit, error) {
	tables, err := catalogNames(name, found)
	if err != nil {
		return nil, err
	}
	if err := fsys.MkdirAll(filepath.Join(dir, statsDir)); err != nil {
		return nil, err
	}
	var edits []CatalogEdit
	for i, p := range found.Tables {
		edit, err := propose(fsys, dir, tables[i], p, namesOf(set))
		if err != nil {
			return edits, err
		}
		edits = append(edits, edit)
	}
	return edits, nil
}

// catalogNames are what the tables are called.
func catalogNames(name string, found *Findings) ([]string, error) {
	if unread := len(found.Tables) == 0 && len(found.Failed) > 0; name != "" && len(found.Tables) != 1 && !unread {
		return nil, refuse(BadJob, fmt.Errorf("--table %s names one table, and there are %d", name, len(found.Tables)))
	}
	var tables []string
	for _, p := range found.Tables {
		table := name
		if table == "" {
			table = tableName(p.Table)
		}
		switch {
		case !policy.ValidName(table):
			return nil, refuse(BadJob, fmt.Errorf("a table cannot be called %q: want letters, digits, '.', '_' and '-', at most 64; name it with --table", table))
		case slices.Contains(tables, table):
			return nil, refuse(BadJob, fmt.Errorf("two tables are called %s; scan one of them with another --table", table))
		}
		tables = append(tables, table)
	}
	return tables, nil
}

// tableName is what a table is called by where it lies.
func tableName(t *scanners.Table) string {
	path := t.Path
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	base := filepath.Base(path)
	if slices.ContainsFunc(t.Files, func(f scanners.File) bool { return f.Path == t.Path }) {
		base = strings.TrimSuffix(base, filepath.Ext(base))
	}
	return base
}

func propose(fsys files.FS, dir, table string, p *Profile, known policy.Names) (CatalogEdit, error) {
	edit := CatalogEdit{Table: table, File: policy.CatalogFile(dir, table), Columns: []string{}}
	var order []string
	var entries []policy.Entry
	for i := range p.Columns {
		e := proposal(&p.Columns[i])
		if slices.Contains(order, e.Column) {
			continue // two columns of one name: they have one entry
		}
		if p.Columns[i].Why == unreadWhy {
			continue // there is nothing to propose
		}
		order, entries = append(order, e.Column), append(entries, e)
	}
	old, err := readFile(fsys, edit.File)
	var made []byte
	switch {
	case errors.Is(err, fs.ErrNotExist):
		edit.Columns = order
		made, err = policy.NewCatalog(edit.File, table, entries, known)
	case err == nil:
		var c *policy.Catalog
		if c, err = policy.ReadCatalog(edit.File, old, known); err == nil {
			for _, column := range order {
				if c.Entry(column) == nil {
					edit.Columns = append(edit.Columns, column)
				}
			}
			made, err = c.Propose(order, entries)
		}
	}
	if err != nil {
		return edit, err
	}
	stats, err := json.MarshalIndent(catalogStats{statsV1, table, p.Files, p.Rows, p.Columns}, "", " ")
	if err != nil {
		return edit, err
	}
	return edit, errors.Join(
		replaceFile(fsys, edit.File, old, made),
		replaceFile(fsys, statsFile(dir, table), nil, append(stats, '\n')))
}

func statsFile(dir, table string) string { return filepath.Join(dir, statsDir, table+".json") }

// replaceFile writes a file that people keep, in the mode it has, unless it
// holds the very bytes. old is what it holds, nil where nobody has looked.
func replaceFile(fsys files.FS, name string, old, made []byte) error {
	if old == nil {
		var err error
		if old, err = readFile(fsys, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if bytes.Equal(old, made) && old != nil {
		return nil
	}
	mode := fs.FileMode(0o644)
	if info, err := fsys.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	return files.WriteFile(fsys, name, made, mode)
}

// readCatalogs reads all catalogs of a directory, or one, that speak of the classes of
// a set. What is wrong with any is said at once.
func readCatalogs(fsys files.FS, dir, table string, set *detectors.Set) ([]*policy.Catalog, error) {
	entries, err := fsys.ReadDir(dir)
	if err != nil {
		return nil, refuse(BadJob, err)
	}
	var list []*policy.Catalog
	var wrong policy.Errors
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), policy.CatalogExt)
		if e.IsDir() || !ok || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || table != "" && name != table {
			continue
		}
		file := policy.CatalogFile(dir, name)
		src, err := readFile(fsys, file)
		if err != nil {
			return nil, err
		}
		c, err := policy.ReadCatalog(file, src, namesOf(set))
		var more policy.Errors
		switch {
		case err == nil:
			list = append(list, c)
		case errors.As(err, &more):
			wrong = append(wrong, more...)
		default:
			return nil, refuse(BadJob, err)
		}
	}
	if err := wrong.Sorted(); err != nil {
		return nil, err
	}
	if len(list) == 0 {
		what := "no catalog"
		if table != "" {
			what = "no catalog of a table " + table
		}
		return nil, refuse(BadJob, fmt.Errorf("%s in %s; a scan proposes one: tuomin scan --catalog %s PATH", what, dir, dir))
	}
	return list, nil
}

// AcceptCatalog confirms proposals: those of one table, "" for all, whose column
// matches a glob, "" for all; by is who does it, "" for nobody named. Set is the
// classes that they may speak of.
func AcceptCatalog(fsys files.FS, dir, table, column, by string, set *detectors.Set) ([]CatalogEdit, error) {
	list, err := readCatalogs(fsys, dir, table, set)
	if err != nil {
		return nil, err
	}
	matched := column == ""
	glob := policy.NewGlob(column)
	edits := []CatalogEdit{}
	texts := make([][]byte, len(list))
	for i, c := range list {
		matched = matched || slices.ContainsFunc(c.Entries, func(e policy.Entry) bool { return glob.Match(e.Column) })
		text, columns, err := c.Accept(func(e *policy.Entry) bool { return column == "" || glob.Match(e.Column) }, by)
		if err != nil {
			return nil, err
		}
		if len(columns) > 0 {
			edits = append(edits, CatalogEdit{c.Table, c.File, columns})
			texts[i] = text
		}
	}
	if !matched {
		return nil, refuse(BadJob, fmt.Errorf("no column in %s matches %q", dir, column))
	}
	for i, c := range list {
		if texts[i] == nil {
			continue
		}
		if err := replaceFile(fsys, c.File, nil, texts[i]); err != nil {
			return nil, err
		}
	}
	return edits, nil
}
