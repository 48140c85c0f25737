package transforms

import (
	"slices"

	"tuomin/scanners/columns"
)

// identifying is the kinds that identifiers come in: text, and what writers
// make of numbers that are none (identifiers are counted as integers, decimals
// and, where pandas met a null among them, floats). Null is a column that
// holds no value at all, of which anything may be asked.
var identifying = []columns.Kind{
	columns.Text, columns.Binary, columns.UUID, columns.Int, columns.Uint, columns.Decimal, columns.Float, columns.Null,
}

// dated is the kinds that dates come in: an integer may be 20240115.
var dated = []columns.Kind{columns.Date, columns.Timestamp, columns.Text, columns.Int, columns.Uint, columns.Null}

// addressed is the kinds that addresses come in.
var addressed = []columns.Kind{columns.Text, columns.Binary, columns.Null}

// counted is the kinds that amounts, ages and counts come in.
var counted = []columns.Kind{columns.Text, columns.Int, columns.Uint, columns.Decimal, columns.Float, columns.Null}

// accept refuses a column of a kind that is not listed, and a leaf of a
// VARIANT, for the transform of that name.
func accept(transform string, in *columns.Column, kinds []columns.Kind) error {
	err := &BindError{Transform: transform, Column: in.Path, Type: in.Type}
	switch {
	case in.Group != "":
		err.Err = ErrGroup
	case !slices.Contains(kinds, in.Type.Kind):
		err.Err = ErrType
	default:
		return nil
	}
	return err
}

// text is the type of results that are text.
var text = columns.Type{Kind: columns.Text}
