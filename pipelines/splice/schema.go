package splice

import (
	"math"
	"strings"
)

// A Physical type is how values are stored.
type Physical int8

const (
	TypeNone              Physical = -1 // of a group
	TypeBoolean           Physical = 0
	TypeInt32             Physical = 1
	TypeInt64             Physical = 2
	TypeInt96             Physical = 3
	TypeFloat             Physical = 4
	TypeDouble            Physical = 5
	TypeByteArray         Physical = 6
	TypeFixedLenByteArray Physical = 7
)

// A Repetition is how often an element occurs in its parent.
type Repetition int8

const (
	Required Repetition = 0
	Optional Repetition = 1
	Repeated Repetition = 2
)

// An Element is a group or leaf of the schema. Annotations are kept as the
// file has them; NoAnnotation where it has none.
type Element struct {
	Name       string
	Parent     int // of File.Elements; -1 for the root
	Children   int // 0 for leaves
	Depth      int // 0 for the root
	Leaf       int // its number among the leaves, or -1
	Physical   Physical
	TypeLength int // bytes of TypeFixedLenByteArray
	Repetition Repetition
	Converted  int // ConvertedType, or NoAnnotation
	Scale      int // of a decimal ConvertedType
	Precision  int
	FieldID    int   // or NoAnnotation
	Logical    *Node // LogicalType, a union; nil where absent
	MaxDef     int16 // definition level of a value
	MaxRep     int16
	// RepDef is the definition level from which on the innermost list the
	// element stands in has an element: 0 outside lists.
	RepDef int16
}

// NoAnnotation stands for a ConvertedType or field id that is not there.
const NoAnnotation = math.MinInt

// Path is the names from below the root down to element i.
func (f *File) Path(i int) []string {
	path := make([]string, f.Elements[i].Depth)
	for ; f.Elements[i].Depth > 0; i = f.Elements[i].Parent {
		path[f.Elements[i].Depth-1] = f.Elements[i].Name
	}
	return path
}

// readSchema flattens the list of elements, which is a tree in pre-order with
// the number of children in each node, and computes the levels.
func (f *File) readSchema() error {
	list := f.Tree.Get(2).Items()
	if len(list) == 0 {
		return corrupt("footer has no schema")
	}
	f.Elements = make([]Element, len(list))
	type open struct{ element, left int } // a group that waits for children
	var stack []open
	for i := range list {
		parent := -1
		if i > 0 {
			for len(stack) > 0 && stack[len(stack)-1].left == 0 {
				stack = stack[:len(stack)-1]
			}
			if len(stack) == 0 {
				return corrupt("schema has elements outside its root")
			}
			top := &stack[len(stack)-1]
			top.left--
			parent = top.element
		}
		e := &f.Elements[i]
		if err := e.read(&list[i], i == 0); err != nil {
			return err
		}
		if e.Children > len(list)-i-1 {
			return corrupt("schema has fewer elements than it promises")
		}
		if err := f.place(i, parent); err != nil {
			return err
		}
		if e.Physical == TypeNone {
			stack = append(stack, open{i, e.Children})
		}
	}
	for _, o := range stack {
		if o.left != 0 {
			return corrupt("schema has fewer elements than it promises")
		}
	}
	return nil
}

// place computes what an element has from its parent.
func (f *File) place(i, parent int) error {
	e := &f.Elements[i]
	e.Parent, e.Leaf = parent, -1
	if e.Physical != TypeNone {
		e.Leaf = len(f.Leaves)
		f.Leaves = append(f.Leaves, i)
	}
	if parent < 0 {
		return nil // the root's repetition means nothing
	}
	up := &f.Elements[parent]
	e.Depth, e.MaxDef, e.MaxRep, e.RepDef = up.Depth+1, up.MaxDef, up.MaxRep, up.RepDef
	if e.Depth > f.limits.SchemaDepth {
		return limit("schema is nested more than %d deep", f.limits.SchemaDepth)
	}
	switch e.Repetition {
	case Optional:
		e.MaxDef++
	case Repeated:
		e.MaxDef++
		e.MaxRep++
		e.RepDef = e.MaxDef
	}
	return nil
}

func (e *Element) read(n *Node, root bool) error {
	e.Name = string(n.Bytes(4))
	e.Physical = Physical(TypeNone)
	children := n.IntOr(5, 0)
	if children < 0 || children > math.MaxInt32 {
		return corrupt("schema element has a negative number of children")
	}
	e.Children = int(children)
	if t, ok := n.Int(1); ok && !root {
		if t < 0 || t > int64(TypeFixedLenByteArray) {
			return corrupt("physical type does not exist")
		}
		if e.Physical = Physical(t); e.Children > 0 {
			return corrupt("schema element is both a group and a leaf")
		}
	}
	rep := n.IntOr(3, int64(Required))
	if rep < 0 || rep > int64(Repeated) {
		return corrupt("repetition does not exist")
	}
	e.Repetition = Repetition(rep)
	e.TypeLength = int(n.IntOr(2, 0))
	if e.Physical == TypeFixedLenByteArray && e.TypeLength <= 0 {
		return corrupt("fixed-length type without length")
	}
	e.Converted = int(n.IntOr(6, NoAnnotation))
	e.Scale, e.Precision = int(n.IntOr(7, 0)), int(n.IntOr(8, 0))
	e.FieldID = int(n.IntOr(9, NoAnnotation))
	e.Logical = n.Get(10)
	return nil
}

// dotted joins a path for messages.
func dotted(path []string) string { return strings.Join(path, ".") }
