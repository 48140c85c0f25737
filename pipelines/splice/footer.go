package splice

// Fields of the footer that the writer makes or changes.

// newChunkNode is the ColumnChunk of a new chunk.
func newChunkNode(path []string, leaf Target, start int64, made *Rewritten) Node {
	names := make([]Node, len(path))
	for i, p := range path {
		names[i] = Binary([]byte(p))
	}
	encodings, counts := made.encodingNodes()
	meta := Struct(
		Integer(KindInt32, int64(leaf.Physical)).As(1),
		List(KindInt32, encodings...).As(2),
		List(KindBinary, names...).As(3),
		Integer(KindInt32, int64(made.Codec)).As(4),
		Integer(KindInt64, made.Values).As(5),
		Integer(KindInt64, made.Uncompressed).As(6),
		Integer(KindInt64, made.Length).As(7),
		Integer(KindInt64, start+made.Dictionary).As(9),
	)
	if made.Dictionary > 0 {
		meta.Set(11, Integer(KindInt64, start))
	}
	if made.Nulls >= 0 {
		meta.Set(12, Struct(Integer(KindInt64, made.Nulls).As(3)))
	}
	if len(counts) > 0 {
		meta.Set(13, List(KindStruct, counts...))
	}
	return Struct(Integer(KindInt64, start).As(2), meta.As(3))
}

// encodingNodes are the lists encodings and encoding_stats, in the order in
// which the pages first had them.
func (r *Rewritten) encodingNodes() (encodings, counts []Node) {
	var seen []Encoding
	add := func(e Encoding) {
		for _, s := range seen {
			if s == e {
				return
			}
		}
		seen = append(seen, e)
		encodings = append(encodings, Integer(KindInt32, int64(e)))
	}
	for _, c := range r.counts {
		add(c.encoding)
		counts = append(counts, Struct(
			Integer(KindInt32, int64(c.page)).As(1),
			Integer(KindInt32, int64(c.encoding)).As(2),
			Integer(KindInt32, int64(c.n)).As(3)))
	}
	for _, e := range r.levels {
		add(e)
	}
	return encodings, counts
}

// groupNode is the RowGroup of the open group, but for its chunks, which are
// still waiting for their indexes.
func (w *Writer) groupNode() Node {
	o := w.open
	var n Node
	if o.source >= 0 {
		n = w.src.Tree.Get(4).Items()[o.source].withoutChunks()
	} else {
		n = Struct(
			List(KindStruct).As(1),
			Integer(KindInt64, 0).As(2),
			Integer(KindInt64, 0).As(3),
			Integer(KindInt64, 0).As(5),
			Integer(KindInt64, 0).As(6))
	}
	if o.changed {
		var plain, packed int64
		for i := range o.chunks {
			plain += o.chunks[i].Get(3).IntOr(6, 0)
			packed += o.chunks[i].Get(3).IntOr(7, 0)
		}
		n.SetInt(2, KindInt64, plain)
		if n.Get(6) != nil {
			n.SetInt(6, KindInt64, packed)
		}
	}
	n.SetInt(3, KindInt64, o.rows)
	if v, ok := n.Int(5); ok && v != 0 || o.source < 0 {
		n.SetInt(5, KindInt64, o.start)
	}
	if _, ok := n.Int(7); ok {
		if len(w.groups) < 1<<15 {
			n.SetInt(7, KindInt16, int64(len(w.groups)))
		} else {
			n.Remove(7) // an i16
		}
	}
	w.sortingColumns(&n)
	return n
}

// withoutChunks is a copy of a RowGroup with an empty list of columns.
func (n *Node) withoutChunks() Node {
	c := Node{ID: n.ID, Kind: n.Kind, kids: make([]Node, len(n.kids))}
	for i := range n.kids {
		if f := &n.kids[i]; f.ID == 1 {
			c.kids[i] = List(KindStruct).As(1)
		} else {
			c.kids[i] = f.Clone()
		}
	}
	return c
}

// sortingColumns cuts the list of what the rows are sorted by before the first
// column whose values changed, and numbers the rest anew.
func (w *Writer) sortingColumns(group *Node) {
	list := group.Get(4)
	if list == nil {
		return
	}
	if w.edit.Shuffled {
		group.Remove(4)
		return
	}
	var kept []Node
	for _, s := range list.Items() {
		leaf := s.IntOr(1, -1)
		if leaf < 0 || leaf >= int64(len(w.edit.Leaves)) || w.edit.Leaves[leaf].touched() {
			break
		}
		c := s.Clone()
		c.SetInt(1, KindInt32, int64(w.plan.position[leaf]))
		kept = append(kept, c)
	}
	if len(kept) == len(list.Items()) || len(kept) > 0 {
		list.SetItems(kept)
	} else {
		group.Remove(4)
	}
}

// footerNode is the FileMetaData.
func (w *Writer) footerNode() Node {
	n := Node{Kind: KindStruct}
	for i := range w.src.Tree.kids {
		switch f := &w.src.Tree.kids[i]; f.ID {
		case 2, 4:
			n.kids = append(n.kids, Node{ID: f.ID, Kind: f.Kind, elem: f.elem})
		default:
			n.kids = append(n.kids, f.Clone())
		}
	}
	n.Get(2).SetItems(w.plan.elements)
	n.SetInt(3, KindInt64, w.rows)
	for i := range w.groups {
		w.groups[i].Get(1).SetItems(w.chunks[i])
	}
	if n.Get(4) != nil {
		n.Get(4).SetItems(w.groups)
	} else {
		n.Set(4, List(KindStruct, w.groups...))
	}
	if !w.edit.identity() {
		w.keys.apply(&n)
		w.columnOrders(&n)
	}
	return n
}

// columnOrders keeps the list in step with the leaves. A leaf with a new type
// is ordered as that type is.
func (w *Writer) columnOrders(footer *Node) {
	list := footer.Get(7)
	if list == nil {
		return
	}
	orders := list.Items()
	if len(orders) != len(w.src.Leaves) {
		footer.Remove(7) // whose they are cannot be known
		return
	}
	kept := make([]Node, 0, len(w.plan.kept))
	for _, leaf := range w.plan.kept {
		if w.edit.Leaves[leaf].Type != nil {
			kept = append(kept, Struct(Struct().As(1)))
		} else {
			kept = append(kept, orders[leaf])
		}
	}
	list.SetItems(kept)
}
