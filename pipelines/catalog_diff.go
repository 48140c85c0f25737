package pipelines

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"

	"tuomin/detectors"
	"tuomin/pipelines/policy"
	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/scanners/files"
)

// AwaitsReview is the Change of a proposal that nobody has confirmed.
const AwaitsReview Change = "proposed"

// A CatalogDiff is what awaits a decision in a directory of catalogs.
type CatalogDiff struct {
	Tables []TableDiff
	Failed []scanners.Failure // files of the data that could not be read
}

// A TableDiff is that of one table.
type TableDiff struct {
	Table   string       `json:"table"`
	File    string       `json:"file"`
	Columns []ColumnDiff `json:"columns"`
}

// A ColumnDiff is a column that awaits a decision, or that is gone.
type ColumnDiff struct {
	Column columns.Path              `json:"column"`
	Change Change                    `json:"change"`
	At     string                    `json:"at,omitempty"`    // file:line:col of its entry
	Entry  string                    `json:"entry,omitempty"` // as a line of a catalog
	Seen   *detectors.Classification `json:"data,omitempty"`  // what a scan found, where one looked
	YAML   string                    `json:"yaml,omitempty"`  // the line that the data speak for
	// Catalog is what the entry makes of the column.
	Catalog *detectors.Classification `json:"-"`
}

// Open reports whether anything awaits a decision. A column that is gone does
// not.
func (d *CatalogDiff) Open() bool {
	for i := range d.Tables {
		for j := range d.Tables[i].Columns {
			if d.Tables[i].Columns[j].Change != GoneColumn {
				return true
			}
		}
	}
	return false
}

// DiffCatalog lists what awaits a decision. With paths the tables there are
// scanned, and held to their catalogs; without, the counts are those of the
// last scan that proposed.
func DiffCatalog(ctx context.Context, fsys files.FS, dir, table string, paths []string, opt Options) (*CatalogDiff, error) {
	set := opt.classes()
	list, err := readCatalogs(fsys, dir, table, set)
	if err != nil {
		return nil, err
	}
	d := &CatalogDiff{}
	if len(paths) == 0 {
		for _, c := range list {
			seen, err := readStats(fsys, dir, c.Table)
			if err != nil {
				return nil, err
			}
			d.add(c.Table, c.File, proposals(c, seen, set))
		}
		return d, nil
	}
	found, err := ScanPaths(ctx, paths, opt)
	if err != nil {
		return nil, err
	}
	d.Failed = found.Failed
	called, err := catalogNames(table, found)
	if err != nil {
		return nil, err
	}
	by := make(map[string]*policy.Catalog, len(list))
	for _, c := range list {
		by[c.Table] = c
	}
	for i, p := range found.Tables {
		d.add(called[i], policy.CatalogFile(dir, called[i]), against(called[i], by[called[i]], p, set))
	}
	return d, nil
}

func (d *CatalogDiff) add(table, file string, list []ColumnDiff) {
	if len(list) > 0 {
		d.Tables = append(d.Tables, TableDiff{table, file, list})
	}
}

// readStats reads what the last scan counted; nil where nothing can be read of
// that, as nothing depends on it.
func readStats(fsys files.FS, dir, table string) (map[columns.Path]*detectors.Classification, error) {
	b, err := readFile(fsys, statsFile(dir, table))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var s catalogStats
	if json.Unmarshal(b, &s) != nil || s.Schema != statsV1 {
		return nil, nil
	}
	return byPath(s.Columns), nil
}

func byPath(list []detectors.Classification) map[columns.Path]*detectors.Classification {
	m := make(map[columns.Path]*detectors.Classification, len(list))
	for i := range list {
		m[list[i].Path] = &list[i]
	}
	return m
}

// proposals are the entries that await a decision.
func proposals(c *policy.Catalog, seen map[columns.Path]*detectors.Classification, set *detectors.Set) []ColumnDiff {
	var list []ColumnDiff
	for i := range c.Entries {
		if e := &c.Entries[i]; e.Status == policy.Proposed {
			list = append(list, difference(e, AwaitsReview, seen[columns.Path(e.Column)], set))
		}
	}
	return list
}

func difference(e *policy.Entry, change Change, seen *detectors.Classification, set *detectors.Set) ColumnDiff {
	says := decided(&columns.Column{Path: columns.Path(e.Column)}, e, set)
	return ColumnDiff{Column: says.Path, Change: change, At: e.Pos.String(), Entry: e.String(), Seen: seen, Catalog: &says}
}

// against holds a catalog, nil for none, to what a scan found, in the order of
// the schema and then of the catalog.
func against(table string, c *policy.Catalog, p *Profile, set *detectors.Set) []ColumnDiff {
	plan := &Plan{Table: table, classes: set}
	if c != nil {
		for i := range p.Columns {
			if e := c.Entry(string(p.Columns[i].Path)); e != nil {
				says := decided(&p.Table.Schema.Leaves[i], e, set)
				col := planned(&p.Table.Schema.Leaves[i], &says)
				col.entry = e
				plan.Columns = append(plan.Columns, col)
			}
		}
	}
	plan.index()
	changed := make(map[columns.Path]*Drift)
	for _, d := range plan.changes(p, "") {
		changed[d.Column] = &d
	}
	var list []ColumnDiff
	for i := range p.Columns {
		seen := &p.Columns[i]
		says := plan.planned(seen.Path)
		switch {
		case says != nil:
		case seen.Why == unreadWhy:
			continue // there is nothing to propose
		default:
			e := proposal(seen)
			list = append(list, ColumnDiff{Column: seen.Path, Change: NewColumn, Seen: seen, YAML: e.String()})
			continue
		}
		switch drift := changed[seen.Path]; {
		case drift != nil:
			d := difference(says.entry, ChangedClass, seen, set)
			d.YAML = drift.YAML
			list = append(list, d)
		case says.entry.Status == policy.Proposed:
			list = append(list, difference(says.entry, AwaitsReview, seen, set))
		}
	}
	for _, drift := range gone(table, c, p.Table.Schema) {
		list = append(list, difference(c.Entry(string(drift.Column)), GoneColumn, nil, set))
	}
	return list
}
