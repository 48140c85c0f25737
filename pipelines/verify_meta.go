package pipelines

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"tuomin/pipelines/splice"
	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// layout refuses a file with bytes that belong to nothing: a Parquet file where they
// stand, one of Arrow if it is not what is written of its values. That only the same
// version can tell, and only of batches that fit into memory.
func (v *verification) layout(ctx context.Context, p *pair) error {
	switch file := p.dst.(type) {
	case *scanners.ParquetFile:
		return v.sound(p, -1, "", file.File().Accounted())
	case *scanners.IPCFile:
		if v.other {
			v.loose = true
			return nil
		}
		again := sha256.New()
		_, err := scanners.RewriteIPC(ctx, file, again, scanners.Rewrite{Uncut: true, KeepMetadata: func(string) bool { return true }})
		var read *scanners.Error
		if errors.As(err, &read) && read.Code == scanners.CodeBomb {
			v.loose = true
			return nil
		}
		if err != nil {
			return unsound(err)
		}
		if hex.EncodeToString(again.Sum(nil)) != p.sum {
			return v.doubt(p, -1, "", "it has other bytes than its values are written as")
		}
	}
	return nil
}

// keys refuses a Parquet file with other key-value metadata than its input's, or whose
// footer says anything else that is not of a column or chunk.
func (v *verification) keys(p *pair) error {
	in, ok := p.src.(*scanners.ParquetFile)
	out, also := p.dst.(*scanners.ParquetFile)
	if !ok || !also {
		return nil
	}
	var from []int
	for _, s := range p.sections() {
		from = append(from, s.in...)
	}
	return errors.Join(v.sound(p, -1, "", out.File().SameFooter(in.File(), from)), v.sound(p, -1, "", out.File().SameKeys(in.File(), func(leaf int) bool {
		_, want := v.promise(in.Schema().Leaves[leaf].Path)
		return want != nil && want.effect == transforms.Keep
	})))
}

// copied reports whether a leaf was to be copied as it stands, and refuses a
// copy that differs: in its pages, in what the footer says of it, in an index.
func (v *verification) copied(ctx context.Context, p *pair, s section, leaf, outLeaf int, want *promise) (bool, error) {
	in, ok := p.src.(*scanners.ParquetFile)
	out, also := p.dst.(*scanners.ParquetFile)
	if !ok || !also || want.effect != transforms.Keep || !p.rowsOf(s.in[0]).All() {
		return false, nil
	}
	if left, err := leftover(ctx, in, s.in[0], leaf); left || err != nil {
		return false, err
	}
	from, to := &in.File().Groups[s.in[0]].Chunks[leaf], &out.File().Groups[s.out[0]].Chunks[outLeaf]
	return true, v.sound(p, s.place(), want.path, splice.SameChunk(out.File(), to, in.File(), from))
}

// footer holds what a file says of a new chunk to what stands in it: the null
// count must be true, as readers answer IS NULL with it, and nothing else is
// said of the values.
func (v *verification) footer(p *pair, s section, leaf int, nulls int64, want *promise) error {
	file, ok := p.dst.(*scanners.ParquetFile)
	if !ok {
		return nil
	}
	chunk, path := &file.File().Groups[s.place()].Chunks[leaf], want.path
	if !p.dst.Schema().Leaves[leaf].Repeated() && chunk.NullCount >= 0 && chunk.NullCount != nulls {
		return v.doubt(p, s.place(), path, "its null count is not that of its values")
	}
	return v.sound(p, s.place(), path, file.File().Bare(chunk, leaf))
}

// bounds refuses a column in whose statistics a value stands that had to go
// elsewhere.
func (v *verification) bounds(p *pair, s section, leaf, at int) (err error) {
	file, ok := p.dst.(*scanners.ParquetFile)
	if !ok {
		return nil
	}
	file.File().Groups[s.place()].Chunks[leaf].Strings(func(b []byte) {
		if err == nil {
			err = v.ask(string(b), at)
		}
	})
	return err
}

// sound makes a doubt of what splice found the bytes of an output to be.
func (v *verification) sound(p *pair, part int, path columns.Path, err error) error {
	for _, kind := range [...]error{splice.ErrStray, splice.ErrTelling, splice.ErrAltered, splice.ErrCorrupt, splice.ErrTruncated, splice.ErrLimit} {
		if errors.Is(err, kind) {
			return v.doubt(p, part, path, err.Error())
		}
	}
	return err
}

// unsound makes a doubt of an error in reading an output: what cannot be read
// was not written well. The machine's own failures stay what they are.
func unsound(err error) error {
	var read *scanners.Error
	var already *Refusal
	switch {
	case !errors.As(err, &read) || read.Code == "" || errors.As(err, &already):
		return err
	case read.Code == scanners.CodeUnreadable:
		return refuse(IOFailed, err) // it is no input
	}
	return refuse(NotVerified, fmt.Errorf("%w: %w", ErrNotVerified, err))
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

// ask probes a string that is no cell for what stands in it, as it is and decoded.
func (v *verification) ask(s string, where int) error {
	for _, form := range decoded(s) {
		if h, ok := v.raw.Inside([]byte(form), where, nil); ok {
			return v.found(h)
		}
	}
	return nil
}

// decoded are a string, and what it, or a part of it that stands for itself,
// is the URL, JSON, hex or base64 form of: partition values are escaped, and
// ARROW:schema is a message in base64.
func decoded(s string) []string {
	list := []string{s}
	for _, part := range append([]string{s}, strings.FieldsFunc(s, delimits)...) {
		if plain := unescaped([]byte(part)); plain != nil {
			list = append(list, string(plain))
		}
		if len(part) < shortest {
			continue
		}
		if b, err := hex.DecodeString(part); err == nil {
			list = append(list, string(b))
		}
		for _, e := range [...]*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
			if b, err := e.DecodeString(part); err == nil {
				list = append(list, string(b))
				break
			}
		}
	}
	return list
}

// delimits reports whether a rune stands between values in metadata: quotes,
// brackets, slashes, and the bytes of binary formats that are no text.
func delimits(r rune) bool {
	return strings.ContainsRune("\"'/=,;{}[]()<>", r) || unicode.IsControl(r) || r == utf8.RuneError
}

// surroundings are the strings of a file that are no cells.
func surroundings(src scanners.Source) []string {
	var list []string
	for i := range src.Schema().Leaves {
		list = append(list, string(src.Schema().Leaves[i].Path))
	}
	switch f := src.(type) {
	case *scanners.ParquetFile:
		f.File().Strings(func(s []byte) { list = append(list, string(s)) })
	case *scanners.IPCFile:
		list = append(list, f.Metadata()...)
	}
	return list
}

// probe asks for every value that was written whether it had to go. An
// overlapping transform may give a value that another row held; its own
// column has been recomputed row by row instead. Prose is told whether a value could
// stand within that of a kept column.
func (v *verification) probe(text *columns.Values, want *promise, at int, prose *bool) error {
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
		if want.effect != transforms.Keep || len(b) == shortest {
			continue
		}
		if h, ok := v.raw.Inside(b, at, prose); ok {
			return v.found(h)
		}
	}
	return nil
}
