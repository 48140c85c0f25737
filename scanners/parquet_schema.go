package scanners

import (
	"encoding/json"
	"fmt"
	"slices"

	"tuomin/pipelines/splice"
	"tuomin/scanners/columns"
)

// parquetLeaf is what decoding must know of a leaf beside its Column.
type parquetLeaf struct {
	physical splice.Physical
	width    int // bytes of one value in PLAIN; 0 for byte arrays and booleans
	// listDef[r] is the definition level from which on the list of repetition
	// level r has an element: below it, no slot can go on with that list.
	listDef []int16
}

// maxParquetPaths is how many bytes all paths of a file together may have, as
// a long name over many leaves is repeated in each of them. 10,000 columns of
// a real lake have less than 1 MiB.
const maxParquetPaths = 64 << 20

// A parquetWalk names the leaves of a schema. Elements of lists show as "[]"
// whatever their groups are called, those of maps as "{}.key" and "{}.value"
// (parquet-format, LogicalTypes.md, with its rules for older writers).
type parquetWalk struct {
	file     *splice.File
	children [][]int // of each element
	columns  []columns.Column
	leaves   []parquetLeaf
	paths    int
}

// A parquetPlace is where a walk stands: what its ancestors say of a leaf.
type parquetPlace struct {
	path    columns.Path
	listDef []int16
	key     bool

	group    columns.Path
	groupDef int16
}

func parquetSchema(f *splice.File) ([]columns.Column, []parquetLeaf, error) {
	w := parquetWalk{file: f, children: make([][]int, len(f.Elements))}
	for i := range f.Elements {
		if parent := f.Elements[i].Parent; parent >= 0 {
			w.children[parent] = append(w.children[parent], i)
		}
	}
	for _, i := range w.children[0] {
		name := columns.Path(f.Elements[i].Name)
		if err := w.field(i, parquetPlace{path: name, listDef: []int16{0}}); err != nil {
			return nil, nil, err
		}
	}
	if len(w.columns) != len(f.Leaves) {
		return nil, nil, corrupt("%d of %d leaves of the schema can be named", len(w.columns), len(f.Leaves))
	}
	w.geometries()
	return w.columns, w.leaves, nil
}

// geometries marks the columns that are bytes by the schema and geometries by
// the file's metadata (GeoParquet, which is older than the logical type).
// Metadata that cannot be read name none: they are anybody's.
func (w *parquetWalk) geometries() {
	var geo struct {
		Columns map[string]struct{} `json:"columns"`
	}
	value, ok := w.file.Key("geo")
	if !ok || json.Unmarshal([]byte(value), &geo) != nil {
		return
	}
	for i := range w.columns {
		t := &w.columns[i].Type
		if _, named := geo.Columns[w.file.Path(w.file.Leaves[i])[0]]; named && t.Kind == columns.Binary && t.Width == 0 {
			t.Kind = columns.Geometry
		}
	}
}

// field walks an element that p's path names.
func (w *parquetWalk) field(i int, p parquetPlace) error {
	e := &w.file.Elements[i]
	if e.Repetition == splice.Repeated {
		p = p.repeat("[]", e) // a list without annotation
	}
	return w.inside(i, p)
}

// inside walks an element whose own repetition p already shows.
func (w *parquetWalk) inside(i int, p parquetPlace) error {
	e := &w.file.Elements[i]
	switch {
	case e.Physical != splice.TypeNone:
		return w.leaf(e, p)
	case w.isList(i):
		middle := w.children[i][0]
		return w.list(e, middle, p.repeat("[]", &w.file.Elements[middle]))
	case w.isMap(i):
		middle := w.children[i][0]
		return w.pairs(middle, p.repeat("{}", &w.file.Elements[middle]))
	}
	if logicalOf(e) == logicalVariant && p.group == "" {
		p.group = p.path
		if e.Repetition == splice.Optional {
			p.groupDef = e.MaxDef
		}
	}
	for _, child := range w.children[i] {
		if err := w.field(child, p.child(w.file.Elements[child].Name)); err != nil {
			return err
		}
	}
	return nil
}

// list walks the one repeated child of a LIST. It is the element itself in
// two-level lists, and a group around the element in three-level ones.
func (w *parquetWalk) list(list *splice.Element, middle int, p parquetPlace) error {
	if w.isElement(middle, list.Name) {
		return w.inside(middle, p)
	}
	return w.field(w.children[middle][0], p)
}

// isElement tells the two apart, by the rules for what older writers left.
func (w *parquetWalk) isElement(i int, list string) bool {
	e := &w.file.Elements[i]
	return e.Physical != splice.TypeNone || len(w.children[i]) != 1 ||
		w.file.Elements[w.children[i][0]].Repetition == splice.Repeated ||
		w.isList(i) || w.isMap(i) || e.Name == "array" || e.Name == list+"_tuple"
}

// pairs walks the one repeated child of a MAP. Without a second child of its
// own, the map is a set.
func (w *parquetWalk) pairs(middle int, p parquetPlace) error {
	for k, child := range w.children[middle] {
		q := p.child([...]string{"key", "value"}[k])
		q.key = p.key || k == 0
		if err := w.field(child, q); err != nil {
			return err
		}
	}
	return nil
}

func (w *parquetWalk) leaf(e *splice.Element, p parquetPlace) error {
	if w.paths += len(p.path); w.paths > maxParquetPaths {
		return bomb("the paths of the columns have more than %d bytes", maxParquetPaths)
	}
	t, width, err := parquetType(e)
	if err != nil {
		return fmt.Errorf("column %s: %w", p.path, err)
	}
	w.columns = append(w.columns, columns.Column{
		Path: p.path, Type: t,
		MaxDef: e.MaxDef, MaxRep: e.MaxRep, RepDef: e.RepDef,
		Optional: e.Repetition == splice.Optional, MapKey: p.key, Bare: e.Repetition == splice.Repeated,
		Group: p.group, GroupDef: p.groupDef,
	})
	w.leaves = append(w.leaves, parquetLeaf{physical: e.Physical, width: width, listDef: p.listDef})
	return nil
}

// repeat goes into the list that e's repetition makes.
func (p parquetPlace) repeat(mark columns.Path, e *splice.Element) parquetPlace {
	p.path += mark
	p.listDef = append(slices.Clip(p.listDef), e.RepDef)
	return p
}

func (p parquetPlace) child(name string) parquetPlace {
	p.path += "." + columns.Path(name)
	return p
}

func (w *parquetWalk) isList(i int) bool {
	return logicalOf(&w.file.Elements[i]) == logicalList && w.oneRepeated(i)
}

func (w *parquetWalk) isMap(i int) bool {
	if logicalOf(&w.file.Elements[i]) != logicalMap || !w.oneRepeated(i) {
		return false
	}
	pairs := len(w.children[w.children[i][0]])
	return pairs == 1 || pairs == 2
}

func (w *parquetWalk) oneRepeated(i int) bool {
	return len(w.children[i]) == 1 && w.file.Elements[w.children[i][0]].Repetition == splice.Repeated
}
