package pipelines

import (
	"math"
	"testing"

	"tuomin/detectors"
	"tuomin/scanners/columns"
)

// A page of runs says of billions of rows that they hold one entry: they are counted as
// so many, and never as none.
func TestMoreSlotsThanAWeightCanSay(t *testing.T) {
	var b columns.Builder
	b.Reset()
	for _, v := range []string{"13800000000", "13800000001", "never used"} {
		b.Append([]byte(v))
	}
	dict := b.Values()
	col := &columns.Column{Path: "c1", Type: columns.Type{Kind: columns.Text}}
	page := &columns.Leaf{Column: col, Rows: 4, Slots: 4, Values: &dict, Index: []int32{0, 1, 0, 0}}
	set := detectors.Shipped()
	w, tally := newScanWorker(set), set.NewTally(col, detectors.TallyKey{1}, 64)
	w.begin(tally, col.Type)
	w.see(page)
	const more = math.MaxUint32 - 6
	w.weights[0] += more // as so many pages would have it
	w.slots += more
	w.see(page)
	w.end()
	c := tally.Classify()
	if c.Rows != more+8 || c.Distinct != 2 || c.Findings[0].Whole != c.Rows {
		t.Errorf("%d rows, %d distinct, %+v", c.Rows, c.Distinct, c.Findings)
	}
}
