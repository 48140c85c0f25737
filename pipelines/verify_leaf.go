package pipelines

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"tuomin/detectors"
	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// shortest is the length in bytes from which a value is looked for in other
// columns than its own. Below 8 a value says too little: a four-digit number or
// a city stands in many columns for good reasons. Not more, because the
// shortest identifier worth finding (an 8-digit permit number) is that long.
const shortest = 8

// scope is where a raw value must not be found: everywhere, or only in its
// own leaf.
func scope(v []byte, p *promise, leaf int) int {
	if p.scope == scopeColumn || len(v) < shortest || small(v) || padded(v) || blank(v) || region(v) {
		return leaf + 1
	}
	return everywhere
}

// padded reports whether v is a number of fewer than 2^32 in more bytes than it takes,
// as ClickHouse writes integers of 128 and 256 bits: 5 stands in ::5, and in a decimal.
func padded(v []byte) bool { return len(bytes.Trim(v, "\x00")) <= 4 }

// blank reports whether v is what devices and forms fill in where there is nothing:
// 00000000-0000-0000-0000-000000000000, 02:00:00:00:00:00, 11111111111, the largest
// number that there is. Of numbers of persons, one in millions has two different digits only.
func blank(v []byte) bool {
	if extremes[string(v)] {
		return true
	}
	var seen [2]byte
	n := 0
	for _, c := range v {
		switch {
		case !(c-'0' <= 9 || c|0x20 >= 'a' && c|0x20 <= 'f'):
			if c != '-' && c != ':' && c != ' ' && c != '.' {
				return false
			}
		case n > 0 && (c == seen[0] || n > 1 && c == seen[1]):
		case n == len(seen):
			return false
		default:
			seen[n] = c
			n++
		}
	}
	return n > 0
}

// extremes are the first and last numbers of the types that programs have. They stand
// for none, or for no limit.
var extremes = map[string]bool{
	"2147483647": true, "-2147483648": true, "4294967295": true,
	"9223372036854775807": true, "-9223372036854775808": true, "18446744073709551615": true,
}

// small reports whether v is written as one of fewer than 2^32 values: a number
// of up to nine digits, or a date, to the second at most (136 years of seconds
// are 2^32). Of such, two unrelated columns share many.
func small(v []byte) bool {
	digits, marks := 0, 0
	for _, c := range v {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '-' || c == '.' || c == ':' || c == '/' || c == ' ' || c == 'T' || c == 'Z' || c == '+':
			marks++
		default:
			return false
		}
	}
	dated := len(v) >= 10 && (v[4] == '-' && v[7] == '-' || v[4] == '/' && v[7] == '/')
	// 2026-11-24T08:00:00.000000Z holds zeros where others hold microseconds.
	if dated && digits > 14 {
		v = bytes.TrimRight(v, "0.Z")
		digits = 0
		for _, c := range v {
			if c >= '0' && c <= '9' {
				digits++
			}
		}
	}
	// A decimal with 18 digits after the point writes them all: -5.000000000000000000.
	number := bytes.TrimLeft(v, "+-")
	if whole, fraction, _ := bytes.Cut(number, []byte{'.'}); len(whole)+len(fraction) == digits {
		digits = len(whole) + len(bytes.TrimRight(fraction, "0"))
	}
	return digits <= 9 || dated && digits <= 14 || marks == 0 && compactTime(v)
}

// compactTime reports whether digits are a time to the second: 20261124080000.
func compactTime(v []byte) bool {
	if len(v) != 14 {
		return false
	}
	at, err := time.Parse("20060102150405", string(v))
	return err == nil && at.Year() >= 1900 && at.Year() < 2100
}

// distinctText calls f with the text of each value of a leaf: the entries of a
// dictionary once, all of them or those in use.
func (w *verifyWorker) distinctText(ctx context.Context, src scanners.Source, parts []int, leaf int, unused bool, f func(v *columns.Values) error) error {
	typ := src.Schema().Leaves[leaf].Type
	return w.dictionaries(ctx, src, parts, leaf, func(v *columns.Values) error {
		return f(columns.Render(typ, v, &w.text))
	}, func(d *scanWorker) error {
		if unused {
			for i := range d.weights {
				d.weights[i] = 1
			}
		}
		return f(columns.Render(typ, d.inUse(), &w.text))
	})
}

// dictionaries calls plain with the values of a leaf that stand for themselves, and
// encoded with each of its dictionaries, when it is known which of its entries slots use:
// those weigh one.
func (w *verifyWorker) dictionaries(ctx context.Context, src scanners.Source, parts []int, leaf int, plain func(v *columns.Values) error, encoded func(d *scanWorker) error) error {
	d := scanWorker{}
	var dict *columns.Values
	flush := func() error {
		if dict == nil {
			return nil
		}
		return encoded(&d)
	}
	for l, err := range stretches(ctx, src, parts, leaf) {
		if err != nil {
			return err
		}
		w.spare = w.spare || l.Spare
		if l.Index == nil {
			if err := plain(l.Values); err != nil {
				return err
			}
			continue
		}
		if l.Values != dict {
			if err := flush(); err != nil {
				return err
			}
			dict = l.Values
			d.keep(dict)
		}
		for _, i := range l.Index {
			d.weights[i] = 1
		}
	}
	return flush()
}

// collect puts the values of a changed or dropped column into the raw set.
func (v *verification) collect(ctx context.Context, w *verifyWorker, p *pair, s section, leaf int) error {
	at, want := v.promise(p.src.Schema().Leaves[leaf].Path)
	if want.effect == transforms.Keep || want.scope == scopeNone {
		return nil
	}
	return w.distinctText(ctx, p.src, s.in, leaf, false, func(text *columns.Values) error {
		var names []bool
		if want.names {
			names = w.names(text)
		}
		for i := range text.Len() {
			b := bytes.TrimSpace(text.At(i))
			if len(b) == 0 || detectors.Nullish(b) {
				continue
			}
			within := scope(b, want, at)
			if names != nil && !names[i] {
				within = at + 1
			}
			v.raw.Add(b, within, at)
		}
		return nil
	})
}

// names tells which values of a column of names are some. What people write in their
// place (菜鸟驿站, 收发室) stands in other columns for good reasons.
func (w *verifyWorker) names(text *columns.Values) []bool {
	w.find.Under(detectors.Names("real_name"))
	w.hits = w.find.Find(text, w.hits[:0])
	names := make([]bool, text.Len())
	for _, h := range w.hits {
		names[h.Value] = true // of whatever class: a name with a telephone behind it too
	}
	return names
}

// compare holds one leaf of one section of the output to its promise.
func (v *verification) compare(ctx context.Context, w *verifyWorker, p *pair, s section, leaf int) error {
	in := &p.src.Schema().Leaves[leaf]
	at, want := v.promise(in.Path)
	if want.effect == transforms.Drop {
		return nil
	}
	outLeaf := p.dst.Schema().Find(in.Path)
	if copied, err := v.copied(ctx, p, s, leaf, outLeaf, want); err != nil {
		return err
	} else if !copied {
		nulls, err := v.equal(ctx, p, s, leaf, outLeaf, want)
		if err != nil {
			return err
		}
		if err := v.footer(p, s, outLeaf, nulls, want); err != nil {
			return err
		}
	}
	if err := errors.Join(v.bounds(p, s, outLeaf, at), v.unused(ctx, w, p, s, outLeaf, want)); err != nil {
		return err
	}
	prose := false
	err := w.distinctText(ctx, p.dst, s.out, outLeaf, true, func(text *columns.Values) error {
		if want.effect == transforms.Replace {
			if err := v.detect(w, p, s.place(), want, text); err != nil {
				return err
			}
		}
		return errors.Join(v.probe(text, want, at, &prose), v.encoded(text, p.dst.Schema().Leaves[outLeaf].Type, want, at))
	})
	if err == nil && prose {
		err = v.beside(ctx, w, p, s, outLeaf, at)
	}
	if err == nil && w.spare {
		err = v.doubt(p, s.place(), in.Path, "bytes stand behind the values of a page, where no reader looks; write the input anew without them, or have the column changed")
	}
	return unsound(err)
}

// equal walks input and output side by side: a kept column must be the input's,
// a replaced one what its kernel makes of the input now. Without keys that
// cannot be known, and only its shape is compared; what must not
// remain is looked for all the same. It returns the nulls of the output.
func (v *verification) equal(ctx context.Context, p *pair, s section, leaf, outLeaf int, want *promise) (nulls int64, err error) {
	path := p.src.Schema().Leaves[leaf].Path
	part := s.place()
	got := newCursor(stretches(ctx, p.dst, s.out, outLeaf))
	defer got.Close()
	blind := want.effect == transforms.Replace && want.kernel == nil
	match := func(l *columns.Leaf) error {
		c := over(l)
		for {
			n, err := c.left()
			if err != nil || n == 0 {
				return err
			}
			m, err := got.left()
			if err != nil {
				return unsound(err)
			}
			if m == 0 {
				return v.doubt(p, part, path, "it ends too early")
			}
			n = min(n, m)
			switch {
			case blind && !sameShape(c, got, n, want.nulls):
				return v.doubt(p, part, path, "its nulls and lists are not those of the input")
			case !blind && !sameSlots(c, got, n):
				return v.doubt(p, part, path, map[transforms.Effect]string{
					transforms.Keep: "it should equal the input and does not", transforms.Replace: "it is not what the plan makes of the input",
				}[want.effect])
			}
			for i := range n {
				if got.def(i) < got.leaf.Column.MaxDef {
					nulls++
				}
			}
			c.skip(n)
			got.skip(n)
		}
	}
	if err := v.expected(ctx, p, s, leaf, want, match); err != nil {
		return 0, err
	}
	n, err := got.left()
	if err == nil && n > 0 {
		err = v.doubt(p, part, path, "it holds more than the input")
	}
	return nulls, unsound(err)
}

// expected yields what the output must hold: the input's leaf, as its rows are
// picked, through its kernel.
func (v *verification) expected(ctx context.Context, p *pair, s section, leaf int, want *promise, yield func(*columns.Leaf) error) error {
	var kernel transforms.Kernel
	var siblings []columns.Path
	if want.kernel != nil {
		kernel, siblings = want.kernel()
	}
	for _, part := range s.in {
		rows := p.rowsOf(part)
		if !rows.All() || len(siblings) > 0 {
			l, err := gatherRows(ctx, p.src, part, leaf, siblings, rows, kernel)
			if err != nil {
				return err
			}
			if err := yield(l); err != nil {
				return err
			}
			continue
		}
		for l, err := range p.src.Leaf(ctx, part, leaf) {
			if err != nil {
				return err
			}
			if err := transformed(ctx, l, kernel, yield); err != nil {
				return err
			}
		}
	}
	return nil
}

// transformed yields what a kernel makes of a stretch: the stretch itself where
// there is none, and piece by piece where it is huge.
func transformed(ctx context.Context, l *columns.Leaf, kernel transforms.Kernel, yield func(*columns.Leaf) error) error {
	if kernel == nil {
		return yield(l)
	}
	pieces := func(yield func(*columns.Leaf) bool) { yield(l) }
	if huge(l) {
		pieces = cutFlat(l)
	}
	for piece := range pieces {
		out, err := kernel.Apply(ctx, piece, nil)
		if err != nil {
			return err
		}
		if err := yield(out); err != nil {
			return err
		}
	}
	return nil
}

// longestRegion is how many bytes the names of a province, a city and a district have
// at most, of 15 characters each.
const longestRegion = 3 * 45

// region reports whether a text is the names of a district and what it lies in, which
// is what addresses are made coarser to.
func region(text []byte) bool {
	const suffixes = "省市区县州盟旗" // of the last division, so that few texts are looked at
	if last, _ := utf8.DecodeLastRune(text); len(text) > longestRegion || !strings.ContainsRune(suffixes, last) {
		return false
	}
	names, ok := detectors.AppendDivision(nil, text, "district")
	return ok && bytes.Equal(names, text)
}

// detect refuses a replaced column in which a detector still finds what was to
// be gone. The column's name is no evidence here: under the name of a device, a
// pseudonym is shaped like one, and a year like a birth.
func (v *verification) detect(w *verifyWorker, p *pair, part int, want *promise, text *columns.Values) error {
	if len(want.gone) == 0 {
		return nil
	}
	w.hits = w.find.Find(text, w.hits[:0])
	for _, h := range w.hits {
		info := v.opt.classes().Info(h.Class)
		if info.Checks && h.Grade == detectors.Shaped {
			continue // of the shape, and its check digit is wrong: one in ten numbers is
		}
		// A pseudonym of 32 hexadecimal digits may have the shape of a UUID. That it
		// is none of the input is seen value by value, see promise.fresh; what stands
		// within a value is not, and counts.
		if want.fresh && h.Grade == detectors.Shaped && info.Space == 0 && h.Start == 0 && int(h.End) == len(text.At(int(h.Value))) {
			continue
		}
		if !want.fresh && region(text.At(int(h.Value))[h.Start:h.End]) {
			continue
		}
		for _, class := range want.gone {
			if info.Name == class {
				return v.doubt(p, part, want.path, fmt.Sprintf("a detector still finds %s in it", class))
			}
		}
	}
	return nil
}
