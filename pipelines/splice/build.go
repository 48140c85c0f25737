package splice

// Struct returns a struct of the fields, which must be in the order of their
// ids.
func Struct(fields ...Node) Node { return Node{Kind: KindStruct, kids: fields} }

// List returns a list of elements of one kind.
func List(elem Kind, items ...Node) Node { return Node{Kind: KindList, elem: elem, kids: items} }

// Integer returns a number of KindInt8 to KindInt64.
func Integer(kind Kind, v int64) Node { return Node{Kind: kind, num: uint64(v)} }

// Binary returns a string of bytes, which it keeps.
func Binary(b []byte) Node { return Node{Kind: KindBinary, bin: b} }

// Boolean returns a bool for use as a field. (Lists hold bools otherwise.)
func Boolean(v bool) Node {
	if v {
		return Node{Kind: KindTrue}
	}
	return Node{Kind: KindFalse}
}

// As returns the node as the field with that id.
func (n Node) As(id int16) Node {
	n.ID = id
	return n
}

// Set puts a node into the field with that id, replacing what was there. New
// fields go where the order of ids wants them.
func (n *Node) Set(id int16, v Node) {
	v.ID = id
	if f := n.Get(id); f != nil {
		*f = v
		return
	}
	at := len(n.kids)
	for at > 0 && n.kids[at-1].ID > id {
		at--
	}
	n.kids = append(n.kids, Node{})
	copy(n.kids[at+1:], n.kids[at:])
	n.kids[at] = v
}

// SetInt changes the number in a field, keeping its kind; a new field is of
// the kind given.
func (n *Node) SetInt(id int16, kind Kind, v int64) {
	if f := n.Get(id); f != nil {
		if _, ok := f.Value(); ok {
			kind = f.Kind
		}
	}
	n.Set(id, Integer(kind, v))
}

// Remove takes the fields with those ids out.
func (n *Node) Remove(ids ...int16) {
	kept := make([]Node, 0, len(n.kids))
next:
	for _, f := range n.kids {
		for _, id := range ids {
			if f.ID == id {
				continue next
			}
		}
		kept = append(kept, f)
	}
	n.kids = kept
}

// SetItems replaces the elements of a list, which must be of its kind.
func (n *Node) SetItems(items []Node) { n.kids = items }

// Clone returns a copy that shares only the bytes of binaries.
func (n *Node) Clone() Node {
	c := *n
	if n.kids != nil {
		c.kids = make([]Node, len(n.kids))
		for i := range n.kids {
			c.kids[i] = n.kids[i].Clone()
		}
	}
	return c
}
