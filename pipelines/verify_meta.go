package pipelines

import (
	"bytes"
	"strings"
	"unicode"

	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// Fields of parquet.thrift's Statistics.
const (
	statMaxOld   = 1
	statMinOld   = 2
	statMax      = 5
	statMin      = 6
	statDistinct = 4
)

// statistics holds what the footer says of a chunk to what stands in it: the
// null count must be true, as readers answer IS NULL with it. Of a replaced
// column no bounds may be left, and in those of a kept one no value that had
// to go elsewhere.
func (v *verification) statistics(p *pair, s section, leaf int, nulls int64, want *promise, at int) error {
	file, ok := p.dst.(*scanners.ParquetFile)
	if !ok {
		return nil
	}
	part := s.out[0]
	chunk := &file.File().Groups[part].Chunks[leaf]
	stats := chunk.Statistics()
	if stats == nil {
		return nil
	}
	col := &p.dst.Schema().Leaves[leaf]
	if want.effect == transforms.Replace {
		if !col.Repeated() && chunk.NullCount >= 0 && chunk.NullCount != nulls {
			return v.doubt(p, part, col.Path, "its null count is not that of its values")
		}
		for _, id := range []int16{statMaxOld, statMinOld, statMax, statMin, statDistinct} {
			if stats.Get(id) != nil {
				return v.doubt(p, part, col.Path, "it has statistics that the values were not asked for")
			}
		}
		return nil
	}
	for _, id := range []int16{statMaxOld, statMinOld, statMax, statMin} {
		if err := v.ask(string(stats.Bytes(id)), at); err != nil {
			return err
		}
	}
	return nil
}

// strings looks for raw values in what surrounds the data: names of files and
// columns, and metadata.
func (v *verification) strings() error {
	for _, s := range v.names {
		if err := v.ask(s, len(v.promises)); err != nil {
			return err
		}
	}
	return nil
}

// ask probes a string that is no cell, and each word in it.
func (v *verification) ask(s string, where int) error {
	for _, token := range tokens(s) {
		if len(token) < shortest || small([]byte(token)) {
			continue
		}
		if h, ok := v.raw.Ask([]byte(token), everywhere, where); ok {
			return v.found(h)
		}
	}
	return nil
}

// tokens are a string, what stands between its quotes and slashes, and its
// words, a word being what has no space and no punctuation in it.
func tokens(s string) []string {
	list := []string{strings.TrimSpace(s)}
	for _, cut := range []func(r rune) bool{
		func(r rune) bool { return strings.ContainsRune("\"'/=,;{}[]()<>\n", r) },
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) },
	} {
		for _, word := range strings.FieldsFunc(s, cut) {
			if word = strings.TrimSpace(word); word != s {
				list = append(list, word)
			}
		}
	}
	return list
}

// surroundings are the strings of a file that are no cells.
func surroundings(src scanners.Source) []string {
	var list []string
	for i := range src.Schema().Leaves {
		list = append(list, string(src.Schema().Leaves[i].Path))
	}
	if f, ok := src.(*scanners.ParquetFile); ok {
		list = append(list, f.File().CreatedBy)
		for _, kv := range f.File().KeyValues {
			list = append(list, kv.Key, kv.Value)
		}
	}
	return list
}

// probe asks for every value that was written whether it had to go. An
// overlapping transform may give a value that another row held; its own
// column has been recomputed row by row instead.
func (v *verification) probe(text *columns.Values, want *promise, at int) error {
	for i := range text.Len() {
		b := bytes.TrimSpace(text.At(i))
		if len(b) == 0 {
			continue
		}
		if want.effect == transforms.Replace {
			if !want.fresh {
				continue
			}
			if h, ok := v.raw.Ask(b, at+1, at); ok {
				return v.found(h)
			}
		}
		if len(b) < shortest {
			continue
		}
		if h, ok := v.raw.Ask(b, everywhere, at); ok {
			return v.found(h)
		}
	}
	return nil
}
