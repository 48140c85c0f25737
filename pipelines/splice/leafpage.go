package splice

import (
	"encoding/binary"
	"fmt"

	"tuomin/scanners/columns"
)

// A Layout is how Leaf lays out a page.
type Layout struct {
	V2       bool
	Encoding Encoding // Plain, DeltaLengthByteArray, or of a dictionary
	Entries  int      // of the dictionary that was written
}

// Leaf writes a page of the slots in l: the general way. Def and Rep are
// levels of the output: where a required leaf became optional, MaxDef of the
// Target is one more than the source's. A nil Def means that every slot has a
// value. With an Index and an encoding other than a dictionary's, the entries
// are written out.
func (c *ChunkWriter) Leaf(l *columns.Leaf, as Layout) error {
	if c.err != nil {
		return c.err
	}
	p := Page{
		V2: as.V2, Values: l.Slots, Rows: l.Rows, Nulls: l.Slots - l.Present(),
		Encoding: as.Encoding, DefEncoding: RLE, RepEncoding: RLE,
	}
	if err := c.checkLevels(l, p.Nulls); err != nil {
		return c.fail(err)
	}
	body := c.appendLevels(c.body[:0], l.Rep, l.Slots, c.leaf.MaxRep, as.V2)
	rep := len(body)
	body = c.appendLevels(body, l.Def, l.Slots, c.leaf.MaxDef, as.V2)
	def := len(body)
	body, err := c.appendValues(body, l, as)
	if err != nil {
		return c.fail(err)
	}
	if c.body = body; !as.V2 {
		return c.fail(c.writeV1(&p, body))
	}
	p.Rep, p.Def, p.Data = body[:rep], body[rep:def], body[def:]
	return c.fail(c.writeV2(&p))
}

func (c *ChunkWriter) checkLevels(l *columns.Leaf, nulls int) error {
	switch {
	case l.Def != nil && len(l.Def) != l.Slots, l.Def == nil && nulls != 0,
		nulls < 0, nulls > 0 && c.leaf.MaxDef == 0:
		return fmt.Errorf("splice: %d slots with %d definition levels and %d values", l.Slots, len(l.Def), l.Present())
	case (c.leaf.MaxRep > 0) != (l.Rep != nil) && l.Slots > 0, l.Rep != nil && len(l.Rep) != l.Slots:
		return fmt.Errorf("splice: %d slots with %d repetition levels", l.Slots, len(l.Rep))
	}
	present := 0
	for _, d := range l.Def {
		if d < 0 || d > c.leaf.MaxDef {
			return fmt.Errorf("splice: definition level %d of at most %d", d, c.leaf.MaxDef)
		}
		if d == c.leaf.MaxDef {
			present++
		}
	}
	if l.Def != nil && present != l.Present() {
		return fmt.Errorf("splice: %d values where the levels have %d", l.Present(), present)
	}
	return nil
}

func (c *ChunkWriter) appendLevels(dst []byte, levels []int16, slots int, maxLevel int16, v2 bool) []byte {
	if maxLevel == 0 {
		return dst
	}
	at := len(dst)
	if !v2 {
		dst = append(dst, 0, 0, 0, 0)
	}
	switch width := LevelWidth(maxLevel); {
	case slots == 0: // a run of none would be bytes that nobody reads
	case levels == nil:
		dst = appendRun(dst, uint32(maxLevel), slots, width)
	default:
		dst = EncodeRLE(dst, levels, width)
	}
	if !v2 {
		binary.LittleEndian.PutUint32(dst[at:], uint32(len(dst)-at-4))
	}
	return dst
}

func (c *ChunkWriter) appendValues(dst []byte, l *columns.Leaf, as Layout) ([]byte, error) {
	switch as.Encoding {
	case Plain:
		return AppendPlain(dst, c.leaf.Physical, l.Values, l.Index)
	case DeltaLengthByteArray:
		if c.leaf.Physical != TypeByteArray {
			break
		}
		var err error
		dst, c.lengths, err = AppendDeltaLength(dst, l.Values, l.Index, c.lengths)
		return dst, err
	case RLEDictionary, PlainDictionary:
		for _, i := range l.Index {
			if i < 0 || int(i) >= as.Entries {
				return dst, fmt.Errorf("splice: index %d in a dictionary of %d", i, as.Entries)
			}
		}
		if c.made.Dictionary == 0 || l.Index == nil && l.Values.Len() > 0 {
			break
		}
		return AppendIndices(dst, l.Index, as.Entries), nil
	}
	return dst, fmt.Errorf("%w: cannot write physical type %d in encoding %d", ErrUnsupported, c.leaf.Physical, as.Encoding)
}
