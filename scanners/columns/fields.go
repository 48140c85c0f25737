package columns

import "github.com/apache/arrow-go/v18/arrow"

// MapFields is t with each field below it made another by f, which is given a field
// whose own type has not been mapped yet. Types that have no fields, dictionaries, runs
// and unions stay as they are.
func MapFields(t arrow.DataType, f func(arrow.Field) arrow.Field) arrow.DataType {
	switch t := t.(type) {
	case *arrow.StructType:
		fields := make([]arrow.Field, t.NumFields())
		for i, field := range t.Fields() {
			fields[i] = f(field)
		}
		return arrow.StructOf(fields...)
	case *arrow.MapType:
		m := arrow.MapOfFields(f(t.KeyField()), f(t.ItemField()))
		m.KeysSorted = t.KeysSorted
		return m
	case *arrow.FixedSizeListType:
		return arrow.FixedSizeListOfField(t.Len(), f(t.ElemField()))
	case *arrow.ListType:
		return arrow.ListOfField(f(t.ElemField()))
	case *arrow.LargeListType:
		return arrow.LargeListOfField(f(t.ElemField()))
	case *arrow.ListViewType:
		return arrow.ListViewOfField(f(t.ElemField()))
	case *arrow.LargeListViewType:
		return arrow.LargeListViewOfField(f(t.ElemField()))
	}
	return t
}
