package policy

import "strings"

// Which part of a table a job is about: partitions, the marker that says that
// they are complete, and columns.

// A Choice is the values of one partition level that are selected.
type Choice struct {
	Name   string
	Pos    Pos
	Path   string
	Values []string

	uses []string // params in Values
}

// A ColumnName is a column as a job selects it: a leaf, a struct or a list.
type ColumnName struct {
	Name string
	Pos  Pos
	Path string
}

// Covers reports whether a leaf is the named column or inside it.
func (c *ColumnName) Covers(leaf string) bool {
	rest, ok := strings.CutPrefix(leaf, c.Name)
	return ok && (rest == "" || strings.ContainsAny(rest[:1], ".[{"))
}

// Selected reports whether a leaf is among the columns of the table that the
// job is about. Without a selection all are.
func (t *Table) Selected(leaf string) bool {
	for i := range t.Select {
		if t.Select[i].Covers(leaf) {
			return true
		}
	}
	return len(t.Select) == 0
}

// Partial reports whether the directories of the input must be looked at one
// by one: some are not selected, or may not be ready.
func (t *Table) Partial() bool { return len(t.Partitions) > 0 || t.Ready != "" }

// Part names the selected partitions, "." where there is no selection.
func (t *Table) Part() string {
	var parts []string
	for i := range t.Partitions {
		parts = append(parts, t.Partitions[i].Name+"="+strings.Join(t.Partitions[i].Values, ","))
	}
	if parts == nil {
		return "."
	}
	return strings.Join(parts, "/")
}

func (t *Table) uses() []string {
	var names []string
	for i := range t.Partitions {
		names = append(names, t.Partitions[i].uses...)
	}
	return names
}

// part reads what of a table is meant.
func (r *reader) part(n *Node, t *Table) {
	if v := n.Get("partitions"); v != nil {
		if v.Shape != Map || len(v.Fields) == 0 {
			r.fail(v, BadValue, `partitions: {dt: "${dt}"}`, "want partition columns and their values, have %s", v.describe())
		}
		for _, f := range v.Fields {
			c := Choice{Name: f.Key, Pos: f.Pos, Path: f.Value.Path, Values: r.texts(f.Value)}
			values := f.Value.Items
			if f.Value.Shape != List {
				values = []*Node{f.Value}
			}
			for _, v := range values {
				c.uses = append(c.uses, v.uses...)
				if v.Shape == Scalar && v.Text == "" {
					r.fail(v, BadValue, "__HIVE_DEFAULT_PARTITION__ is the partition of nulls", "want the value of a partition, have nothing")
				}
			}
			t.Partitions = append(t.Partitions, c)
		}
	}
	if v := n.Get("ready"); v != nil {
		t.Ready, t.ReadyPos = r.marker(v, "ready"), v.Pos
	}
	if v := n.Get("select"); v != nil {
		t.SelectPos = v.Pos
		for i, name := range r.texts(v) {
			at := item(v, i)
			t.Select = append(t.Select, ColumnName{Name: name, Pos: at.Pos, Path: at.Path})
			if name == "" && at.Shape == Scalar {
				r.fail(at, BadValue, "", "want the name of a column, have nothing")
			}
		}
	}
}
