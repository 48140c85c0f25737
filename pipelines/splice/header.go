package splice

import "math"

// A PageType is what a page holds.
type PageType int8

const (
	DataPageV1     PageType = 0
	IndexPage      PageType = 1 // never written by anybody; skipped by all readers
	DictionaryPage PageType = 2
	DataPageV2     PageType = 3
)

// An Encoding is how levels or values are laid out in a page.
type Encoding int8

const (
	Plain                Encoding = 0
	PlainDictionary      Encoding = 2 // RLEDictionary in data pages, Plain in dictionary pages, by an older name
	RLE                  Encoding = 3
	BitPacked            Encoding = 4 // levels of very old files
	DeltaBinaryPacked    Encoding = 5
	DeltaLengthByteArray Encoding = 6
	DeltaByteArray       Encoding = 7
	RLEDictionary        Encoding = 8
	ByteStreamSplit      Encoding = 9
)

// A PageHeader stands before each page's body. Fields that its type of page
// does not have are zero.
type PageHeader struct {
	Type         PageType
	Uncompressed int // bytes of the body when decompressed, levels of V2 included
	Compressed   int // bytes of the body in the file
	HasCRC       bool
	CRC          uint32 // of the body as it is in the file
	Values       int    // nulls included; of a dictionary its entries
	Encoding     Encoding
	Sorted       bool // dictionary
	HasStats     bool // the header holds statistics of the page, raw minimum and maximum perhaps

	DefEncoding, RepEncoding Encoding // V1

	// V2: the body is repetition levels, definition levels (RLE without the
	// length that V1 has in front), then values, and only the values are
	// compressed.
	Nulls, Rows        int
	DefBytes, RepBytes int
	IsCompressed       bool // false: values are stored as they are, whatever the chunk's codec

	Offset int64 // of the header in the file
	Length int   // bytes of the header

	saysSorted, saysCompressed bool // rather than leaving it to the default
}

// IsData reports whether the page holds values of rows.
func (h *PageHeader) IsData() bool { return h.Type == DataPageV1 || h.Type == DataPageV2 }

// ParsePageHeader reads one header from the start of src. ErrTruncated says
// that src was too short; all sizes are checked against each other, but not
// against limits. It does not allocate.
func ParsePageHeader(src []byte) (PageHeader, error) {
	p := headerParser{compact: compact{src: src}}
	p.h.Type = -1
	has, err := p.fields(p.top)
	if err != nil {
		return PageHeader{}, err
	}
	if !has[1] || !has[2] || !has[3] {
		return PageHeader{}, corrupt("page header without type or size")
	}
	p.h.Length = p.pos
	return p.h, p.check(has[5], has[7], has[8])
}

type headerParser struct {
	compact
	h PageHeader
}

// fields walks a struct, and tells which of the fields that are known it has; each must
// consume the value of the field. None may stand there twice, as readers differ in which
// of the two they take.
func (p *headerParser) fields(each func(id int16, kind Kind) error) (has [9]bool, err error) {
	var last int16
	for {
		id, kind, err := p.field(last)
		if err != nil || kind == 0 {
			return has, err
		}
		if last = id; id >= 0 && int(id) < len(has) {
			if has[id] {
				return has, corrupt("page header field %d occurs twice", id)
			}
			has[id] = true
		}
		if err := each(id, kind); err != nil {
			return has, err
		}
	}
}

func (p *headerParser) top(id int16, kind Kind) error {
	switch id {
	case 1:
		v, err := p.number(kind)
		if p.h.Type = PageType(v); v < 0 || v > math.MaxInt8 {
			return corrupt("page type does not exist")
		}
		return err
	case 2:
		return p.size(kind, &p.h.Uncompressed)
	case 3:
		return p.size(kind, &p.h.Compressed)
	case 4:
		v, err := p.number(kind)
		p.h.HasCRC, p.h.CRC = true, uint32(int32(v))
		return err
	case 5:
		return p.sub(kind, p.v1)
	case 7:
		return p.sub(kind, p.dictionary)
	case 8:
		p.h.IsCompressed = true
		return p.sub(kind, p.v2)
	}
	return p.pass(kind)
}

func (p *headerParser) v1(id int16, kind Kind) error {
	switch id {
	case 1:
		return p.size(kind, &p.h.Values)
	case 2:
		return p.encoding(kind, &p.h.Encoding)
	case 3:
		return p.encoding(kind, &p.h.DefEncoding)
	case 4:
		return p.encoding(kind, &p.h.RepEncoding)
	case 5:
		p.h.HasStats = true
	}
	return p.pass(kind)
}

func (p *headerParser) dictionary(id int16, kind Kind) error {
	switch id {
	case 1:
		return p.size(kind, &p.h.Values)
	case 2:
		return p.encoding(kind, &p.h.Encoding)
	case 3:
		p.h.Sorted, p.h.saysSorted = kind == KindTrue, true
	}
	return p.pass(kind)
}

func (p *headerParser) v2(id int16, kind Kind) error {
	switch id {
	case 1:
		return p.size(kind, &p.h.Values)
	case 2:
		return p.size(kind, &p.h.Nulls)
	case 3:
		return p.size(kind, &p.h.Rows)
	case 4:
		return p.encoding(kind, &p.h.Encoding)
	case 5:
		return p.size(kind, &p.h.DefBytes)
	case 6:
		return p.size(kind, &p.h.RepBytes)
	case 7:
		p.h.IsCompressed, p.h.saysCompressed = kind != KindFalse, true
	case 8:
		p.h.HasStats = true
	}
	return p.pass(kind)
}

func (p *headerParser) check(v1, dictionary, v2 bool) error {
	h := &p.h
	if v1 != (h.Type == DataPageV1) || dictionary != (h.Type == DictionaryPage) || v2 != (h.Type == DataPageV2) {
		return corrupt("page header does not have exactly the part for its type")
	}
	if h.Type == DataPageV2 {
		levels := h.DefBytes + h.RepBytes
		if levels > h.Compressed || levels > h.Uncompressed {
			return corrupt("levels are longer than the page")
		}
		if h.Nulls > h.Values || h.Rows > h.Values {
			return corrupt("page header counts more rows or nulls than values")
		}
	}
	return nil
}

func (p *headerParser) number(kind Kind) (int64, error) {
	if kind != KindInt32 {
		return 0, corrupt("page header field is of the wrong type")
	}
	u, err := p.zigzag(kind)
	return int64(u), err
}

func (p *headerParser) size(kind Kind, to *int) error {
	v, err := p.number(kind)
	if err == nil && v < 0 {
		return corrupt("page header has a negative size")
	}
	*to = int(v)
	return err
}

func (p *headerParser) encoding(kind Kind, to *Encoding) error {
	v, err := p.number(kind)
	if err == nil && (v < 0 || v > math.MaxInt8) {
		return corrupt("encoding does not exist")
	}
	*to = Encoding(v)
	return err
}

func (p *headerParser) sub(kind Kind, each func(id int16, kind Kind) error) error {
	if kind != KindStruct {
		return corrupt("page header field is of the wrong type")
	}
	_, err := p.fields(each)
	return err
}

func (p *headerParser) pass(kind Kind) error {
	if kind == KindTrue || kind == KindFalse {
		return nil
	}
	return p.skip(kind, 1)
}

// Append writes the header without statistics and without fields we do not
// know: they describe values that may have been replaced.
func (h *PageHeader) Append(dst []byte) []byte {
	dst = appendInt(dst, 0, 1, int(h.Type))
	dst = appendInt(dst, 1, 2, h.Uncompressed)
	dst = appendInt(dst, 2, 3, h.Compressed)
	last := int16(3)
	if h.HasCRC {
		dst = appendInt(dst, 3, 4, int(int32(h.CRC)))
		last = 4
	}
	switch h.Type {
	case DataPageV1:
		dst = appendField(dst, last, 5, KindStruct)
		dst = appendInt(dst, 0, 1, h.Values)
		dst = appendInt(dst, 1, 2, int(h.Encoding))
		dst = appendInt(dst, 2, 3, int(h.DefEncoding))
		dst = appendInt(dst, 3, 4, int(h.RepEncoding))
	case DictionaryPage:
		dst = appendField(dst, last, 7, KindStruct)
		dst = appendInt(dst, 0, 1, h.Values)
		dst = appendInt(dst, 1, 2, int(h.Encoding))
		if h.saysSorted {
			dst = appendField(dst, 2, 3, Boolean(h.Sorted).Kind)
		}
	case DataPageV2:
		dst = appendField(dst, last, 8, KindStruct)
		dst = appendInt(dst, 0, 1, h.Values)
		dst = appendInt(dst, 1, 2, h.Nulls)
		dst = appendInt(dst, 2, 3, h.Rows)
		dst = appendInt(dst, 3, 4, int(h.Encoding))
		dst = appendInt(dst, 4, 5, h.DefBytes)
		dst = appendInt(dst, 5, 6, h.RepBytes)
		if h.saysCompressed || !h.IsCompressed {
			dst = appendField(dst, 6, 7, Boolean(h.IsCompressed).Kind)
		}
	default:
		return append(dst, 0)
	}
	return append(dst, 0, 0)
}

func appendInt(dst []byte, last, id int16, v int) []byte {
	return appendZigzag(appendField(dst, last, id, KindInt32), int64(v))
}
