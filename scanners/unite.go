package scanners

import "tuomin/scanners/columns"

// uniteColumns is what a column is that is a in one file and b in another. It
// reports false where the two cannot be one column.
func uniteColumns(a, b columns.Column) (columns.Column, bool) {
	t, ok := uniteTypes(a.Type, b.Type)
	if !ok || a.MaxRep != b.MaxRep || a.MapKey != b.MapKey {
		return a, false
	}
	a.Type = t
	a.MaxDef = max(a.MaxDef, b.MaxDef)
	a.RepDef = max(a.RepDef, b.RepDef)
	a.Optional = a.Optional || b.Optional
	a.Bare = a.Bare || b.Bare
	if a.Group == "" {
		a.Group, a.GroupDef = b.Group, b.GroupDef
	} else if b.Group != "" {
		a.GroupDef = min(a.GroupDef, b.GroupDef) // required in one file is required
	}
	return a, true
}

// uniteTypes gives the type that can say what both say. What differs only in
// how it is stored unites: widths of integers and floats, units of times,
// Spark's old timestamps and its new ones, the layouts of decimals. A column
// without any value unites with everything. What would change what a value
// means does not: text and bytes, scales of decimals, instants and wall clocks.
func uniteTypes(a, b columns.Type) (columns.Type, bool) {
	switch {
	case a == b, b.Kind == columns.Null:
		return a, true
	case a.Kind == columns.Null:
		return b, true
	case a.Kind == columns.Geometry && b.Kind == columns.Binary && b.Width == 0:
		return a, true // its metadata may be lost
	case b.Kind == columns.Geometry && a.Kind == columns.Binary && a.Width == 0:
		return b, true
	case a.Kind != b.Kind:
		return a, false
	}
	switch a.Kind {
	case columns.Int, columns.Uint, columns.Float:
		a.Width = max(a.Width, b.Width)
	case columns.Decimal:
		if a.Scale != b.Scale {
			return a, false
		}
		if b.Precision > a.Precision {
			a = b
		}
	case columns.Date:
		if b.Width > a.Width {
			a = b
		}
	case columns.Time:
		if b.Unit > a.Unit {
			a = b
		}
	case columns.Timestamp:
		switch {
		case a.Julian:
			a = b // which may be Julian too
		case b.Julian:
		case a.UTC != b.UTC:
			return a, false
		case b.Unit > a.Unit:
			a = b
		}
	case columns.Text, columns.Binary:
		if a.Width != b.Width {
			a.Width = 0
		}
	default:
		return a, false
	}
	return a, true
}
