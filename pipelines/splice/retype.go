package splice

import (
	"fmt"

	"tuomin/scanners/columns"
)

// A LeafType is what a leaf's element in the schema says of its values.
type LeafType struct {
	Physical  Physical
	Length    int   // of TypeFixedLenByteArray
	Converted int   // ConvertedType, or NoAnnotation
	Logical   *Node // LogicalType, or nil
	Scale     int
	Precision int
}

// StringType is UTF-8 text.
func StringType() LeafType {
	logical := Struct(Struct().As(1))
	return LeafType{Physical: TypeByteArray, Converted: 0, Logical: &logical}
}

// TypeOf is how a column type is written. Types that a transform cannot result
// in are ErrUnsupported.
func TypeOf(t columns.Type) (LeafType, error) {
	plain := func(p Physical) LeafType { return LeafType{Physical: p, Converted: NoAnnotation} }
	switch t.Kind {
	case columns.Text:
		return StringType(), nil
	case columns.Binary:
		if t.Width > 0 {
			fixed := plain(TypeFixedLenByteArray)
			fixed.Length = t.Width
			return fixed, nil
		}
		return plain(TypeByteArray), nil
	case columns.Geometry: // of nulls, where only another file's metadata call it one
		return plain(TypeByteArray), nil
	case columns.UUID:
		logical := Struct(Struct().As(14))
		return LeafType{Physical: TypeFixedLenByteArray, Length: 16, Converted: NoAnnotation, Logical: &logical}, nil
	case columns.Bool:
		return plain(TypeBoolean), nil
	case columns.Int, columns.Uint:
		return integerType(t)
	case columns.Float:
		switch t.Width {
		case 2:
			logical := Struct(Struct().As(logicalFloat16))
			return LeafType{Physical: TypeFixedLenByteArray, Length: 2, Converted: NoAnnotation, Logical: &logical}, nil
		case 4:
			return plain(TypeFloat), nil
		case 8:
			return plain(TypeDouble), nil
		}
	case columns.Date:
		if t.Width == 4 {
			logical := Struct(Struct().As(6))
			return LeafType{Physical: TypeInt32, Converted: 6, Logical: &logical}, nil
		}
	case columns.Time:
		if t.Unit != columns.Second {
			return timeType(t), nil
		}
	case columns.Timestamp:
		if !t.Julian && t.Unit != columns.Second {
			return timestampType(t), nil
		}
	case columns.Decimal:
		return decimalType(t)
	}
	return LeafType{}, unwritable(t)
}

func unwritable(t columns.Type) error {
	return fmt.Errorf("%w: a new column of type %s", ErrUnsupported, t)
}

func integerType(t columns.Type) (LeafType, error) {
	leaf := LeafType{Physical: map[int]Physical{4: TypeInt32, 8: TypeInt64}[t.Width], Converted: NoAnnotation}
	if t.Width != 4 && t.Width != 8 {
		return leaf, unwritable(t)
	}
	if t.Kind == columns.Uint {
		logical := Struct(Struct(Integer(KindInt8, int64(8*t.Width)).As(1), Boolean(false).As(2)).As(logicalInteger))
		leaf.Converted, leaf.Logical = map[int]int{4: 13, 8: 14}[t.Width], &logical
	}
	return leaf, nil
}

// decimalType is stored as t says, which is how a file of the table stores it.
func decimalType(t columns.Type) (LeafType, error) {
	logical := Struct(Struct(Integer(KindInt32, int64(t.Scale)).As(1), Integer(KindInt32, int64(t.Precision)).As(2)).As(logicalDecimal))
	leaf := LeafType{Converted: convertedDecimal, Logical: &logical, Scale: t.Scale, Precision: t.Precision}
	switch {
	case !t.BigEndian && t.Width == 4:
		leaf.Physical = TypeInt32
	case !t.BigEndian && t.Width == 8:
		leaf.Physical = TypeInt64
	case t.BigEndian && t.Width > 0:
		leaf.Physical, leaf.Length = TypeFixedLenByteArray, t.Width
	case t.BigEndian:
		leaf.Physical = TypeByteArray
	default:
		return leaf, unwritable(t)
	}
	return leaf, nil
}

// SaysMore reports whether byte arrays are annotated as more than text or
// bytes: as JSON, BSON, an enum, a geometry, or what only a later version of
// the format knows. Decimals, which are numbers whatever stores them, are not.
func (e *Element) SaysMore() bool {
	switch {
	case e.Physical != TypeByteArray, e.Converted == convertedDecimal, e.Logical.Get(logicalDecimal) != nil:
		return false
	case e.Logical != nil:
		return e.Logical.Get(logicalString) == nil
	}
	return e.Converted != NoAnnotation && e.Converted != convertedUTF8
}

func timeType(t columns.Type) LeafType {
	leaf := clockType(t, logicalTime, 7)
	if t.Unit == columns.Milli {
		leaf.Physical = TypeInt32
	}
	return leaf
}

func timestampType(t columns.Type) LeafType { return clockType(t, logicalTimestamp, 9) }

// clockType is the time or timestamp whose older annotation counts from millis.
func clockType(t columns.Type, kind int16, millis int) LeafType {
	unit := map[columns.Unit]int16{columns.Milli: 1, columns.Micro: 2, columns.Nano: 3}[t.Unit]
	logical := Struct(Struct(Boolean(t.UTC).As(1), Struct(Struct().As(unit)).As(2)).As(kind))
	converted := NoAnnotation
	if t.UTC && t.Unit != columns.Nano { // what the older annotation can say
		converted = map[columns.Unit]int{columns.Milli: millis, columns.Micro: millis + 1}[t.Unit]
	}
	return LeafType{Physical: TypeInt64, Converted: converted, Logical: &logical}
}

// schemaPlan is the output's schema.
type schemaPlan struct {
	elements []Node
	kept     []int    // leaves of the source, in order
	position []int    // of each leaf of the source in the output, or -1
	targets  []Target // of each leaf of the source
}

func planSchema(f *File, changes []Change) (schemaPlan, error) {
	p := schemaPlan{position: make([]int, len(f.Leaves)), targets: make([]Target, len(f.Leaves))}
	left := make([]int, len(f.Elements)) // children that stay; for leaves 1 or 0
	source := f.Tree.Get(2).Items()
	for i := len(f.Elements) - 1; i >= 0; i-- { // children before parents
		e := &f.Elements[i]
		if e.Leaf >= 0 && !changes[e.Leaf].Drop || e.Physical == TypeNone && e.Children == 0 {
			left[i] = 1
		}
		if left[i] > 0 && e.Parent >= 0 {
			left[e.Parent]++
		}
	}
	for i := range f.Elements {
		e := &f.Elements[i]
		if e.Leaf >= 0 {
			p.position[e.Leaf] = -1
		}
		if left[i] == 0 {
			continue
		}
		if err := f.checkGroup(i, left[i], changes); err != nil {
			return p, err
		}
		n := source[i].Clone()
		if e.Leaf >= 0 {
			p.position[e.Leaf] = len(p.kept)
			p.kept = append(p.kept, e.Leaf)
			p.targets[e.Leaf] = n.retype(e, &changes[e.Leaf])
		} else if left[i] != e.Children && e.Children > 0 {
			n.SetInt(5, KindInt32, int64(left[i]))
		}
		p.elements = append(p.elements, n)
	}
	if len(p.kept) == 0 && len(f.Leaves) > 0 {
		return p, fmt.Errorf("%w: no column of this file would be left; keep one that it has, or take the file out of the table", ErrUnsupported)
	}
	return p, nil
}

// retype makes a leaf's element what the change wants.
func (n *Node) retype(e *Element, c *Change) Target {
	t := Target{Physical: e.Physical, MaxDef: e.MaxDef, MaxRep: e.MaxRep}
	if c.Optional && e.Repetition == Required {
		n.SetInt(3, KindInt32, int64(Optional))
		t.MaxDef++
	}
	if c.Type == nil {
		return t
	}
	old := *n
	*n = Struct()
	n.Set(1, Integer(KindInt32, int64(c.Type.Physical)))
	if c.Type.Physical == TypeFixedLenByteArray {
		n.Set(2, Integer(KindInt32, int64(c.Type.Length)))
	}
	for _, id := range [...]int16{3, 4, 9} { // repetition, name, field id
		if f := old.Get(id); f != nil {
			n.Set(id, *f)
		}
	}
	if c.Type.Converted != NoAnnotation {
		n.Set(6, Integer(KindInt32, int64(c.Type.Converted)))
	}
	if c.Type.Precision > 0 {
		n.Set(7, Integer(KindInt32, int64(c.Type.Scale)))
		n.Set(8, Integer(KindInt32, int64(c.Type.Precision)))
	}
	if c.Type.Logical != nil {
		n.Set(10, c.Type.Logical.Clone())
	}
	t.Physical = c.Type.Physical
	return t
}

const (
	convertedMap         = 1
	convertedMapKeyValue = 2
	convertedDecimal     = 5
	logicalString        = 1 // these are fields of the union LogicalType
	logicalMap           = 2
	logicalDecimal       = 5
	logicalVariant       = 16
)

// isMap reports whether element i is annotated as a map.
func (f *File) isMap(i int) bool {
	e := &f.Elements[i]
	return e.Physical == TypeNone &&
		(e.Converted == convertedMap || e.Converted == convertedMapKeyValue || e.Logical.Get(logicalMap) != nil)
}

// checkGroup refuses what cannot be taken apart.
func (f *File) checkGroup(i, left int, changes []Change) error {
	e := &f.Elements[i]
	if e.Leaf >= 0 && e.Repetition == Repeated && changes[e.Leaf].Optional {
		// A list of the oldest kind, whose elements have no level for null.
		return fmt.Errorf("%w: nulls in the repeated column %s", ErrUnsupported, dotted(f.Path(i)))
	}
	if e.Leaf < 0 && e.Logical.Get(logicalVariant) != nil && f.partly(i, changes) {
		return fmt.Errorf("%w: the VARIANT %s changed in part", ErrUnsupported, dotted(f.Path(i)))
	}
	if e.Parent > 0 && e.Repetition == Repeated && f.isMap(e.Parent) {
		key := i + 1 // the first child
		if e.Children > 0 && left < e.Children && f.subtreeDropped(key, changes) {
			return fmt.Errorf("%w: the map %s without its keys", ErrUnsupported, dotted(f.Path(e.Parent)))
		}
		if k := f.Elements[key]; e.Children > 0 && k.Leaf >= 0 && changes[k.Leaf].Optional {
			return fmt.Errorf("%w: the map %s with keys that are null", ErrUnsupported, dotted(f.Path(e.Parent)))
		}
	}
	return nil
}

// leavesOf are the leaves below element i, or i itself.
func (f *File) leavesOf(i int) []int {
	var leaves []int
	for j := i; j < len(f.Elements) && (j == i || f.Elements[j].Depth > f.Elements[i].Depth); j++ {
		if f.Elements[j].Leaf >= 0 {
			leaves = append(leaves, f.Elements[j].Leaf)
		}
	}
	return leaves
}

func (f *File) subtreeDropped(i int, changes []Change) bool {
	for _, leaf := range f.leavesOf(i) {
		if !changes[leaf].Drop {
			return false
		}
	}
	return true
}

// partly reports whether some leaves below i change, or go, and others do not.
func (f *File) partly(i int, changes []Change) bool {
	var touched, dropped int
	leaves := f.leavesOf(i)
	for _, leaf := range leaves {
		if changes[leaf].touched() {
			touched++
		}
		if changes[leaf].Drop {
			dropped++
		}
	}
	return touched%len(leaves) != 0 || dropped%len(leaves) != 0
}
