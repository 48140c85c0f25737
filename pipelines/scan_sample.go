package pipelines

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"math"
	"slices"

	"tuomin/scanners"
)

// sample picks a share of a table's row groups (of Arrow's batches), at least
// one. Which they are depends on the files' names below the table and on
// nothing else, so that the same call gives the same answer, wherever the table
// lies. It reports whether any was left out: a table of one row group is read
// whole.
//
// Row groups, because what is left out of them need not be read at all; single
// rows would have every page decoded.
func sample(t *scanners.Table, share float64) (*scanners.Table, bool) {
	if share <= 0 || share >= 1 {
		return t, false
	}
	type part struct {
		file, part int
		rank       [sha256.Size]byte
	}
	var all []part
	for i := range t.Files {
		for k := range t.Files[i].Parts {
			all = append(all, part{i, k, sha256.Sum256(fmt.Appendf(nil, "tuomin/sample/1\n%s\n%d", t.Files[i].Rel, k))})
		}
	}
	n := int(math.Ceil(share * float64(len(all))))
	if n == len(all) {
		return t, false
	}
	slices.SortFunc(all, func(a, b part) int { return bytes.Compare(a.rank[:], b.rank[:]) })
	all = all[:n]
	slices.SortFunc(all, func(a, b part) int { return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.part, b.part)) })
	out := *t
	out.Files = nil
	last := -1
	for _, p := range all {
		if p.file != last {
			last = p.file
			out.Files = append(out.Files, t.Files[p.file])
			out.Files[len(out.Files)-1].Only = nil
		}
		f := &out.Files[len(out.Files)-1]
		f.Only = append(f.Only, p.part)
	}
	for i := range out.Files { // what the metadata say is of the whole file
		f := &out.Files[i]
		f.Rows = f.Rows * int64(len(f.Only)) / int64(f.Parts)
	}
	return &out, true
}
