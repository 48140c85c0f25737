package pipelines

import (
	"context"
	"crypto/sha256"
	"fmt"

	"tuomin/detectors"
	"tuomin/scanners"
)

// Findings are what a scan of some paths found.
type Findings struct {
	Tables []*Profile
	Failed []scanners.Failure // files that could not be read, of any table or none
}

// Extent says how much of the tables a scan reads. The zero value is all.
type Extent struct {
	Partitions scanners.PartitionFilter
	Sample     float64 // the share of row groups, above 0 and below 1; else all
}

// ScanPaths discovers the tables under the paths and scans each. Files that
// cannot be read are listed; everything else is still done.
func ScanPaths(ctx context.Context, paths []string, opt Options) (*Findings, error) {
	return ScanExtent(ctx, paths, Extent{}, opt)
}

// ScanExtent is ScanPaths as far as extent goes.
func ScanExtent(ctx context.Context, paths []string, extent Extent, opt Options) (*Findings, error) {
	opt.Read.Partitions = extent.Partitions
	tables, failed, err := scanners.Discover(ctx, paths, opt.Read)
	if err != nil {
		return nil, err
	}
	if opt.Events.Failed != nil {
		for _, f := range failed {
			opt.Events.Failed(f)
		}
	}
	found := &Findings{Failed: failed}
	for _, t := range tables {
		t, sampled := sample(t, extent.Sample)
		opt.Events.stage(t.Path, "scan")
		opt.Events.total(totalRows(t))
		p, err := Scan(ctx, t, scanKey(t), opt)
		if err != nil {
			return nil, err
		}
		p.Sampled = sampled
		found.Failed = append(found.Failed, p.Failed...)
		if p.Files == 0 {
			continue // nothing is known of its columns
		}
		found.Tables = append(found.Tables, p)
	}
	sortFailures(found.Failed)
	return found, nil
}

// totalRows is what the footers say, as far as they have been read.
func totalRows(t *scanners.Table) (n int64) {
	for i := range t.Files {
		n += max(t.Files[i].Rows, 0)
	}
	return n
}

// scanKey makes the sampling of a scan depend on what the table consists of,
// so that a scan of unchanged files gives the same answer.
func scanKey(t *scanners.Table) (key detectors.TallyKey) {
	h := sha256.New()
	fmt.Fprintln(h, "tuomin/scan/1")
	for i := range t.Files {
		f := &t.Files[i]
		fmt.Fprintf(h, "%s\n%d\n%d\n", f.Rel, f.Size, f.ModTime.UnixNano())
	}
	copy(key[:], h.Sum(nil))
	return key
}

// Highest is the highest level of any column, "" where there is none.
func (f *Findings) Highest() (level string) {
	for _, p := range f.Tables {
		for i := range p.Columns {
			level = max(level, p.Columns[i].Level)
		}
	}
	return level
}

// AtLeast is the findings with the columns of a level and above, for who asks
// for those alone. What failed, failed.
func (f *Findings) AtLeast(level string) *Findings {
	out := &Findings{Failed: f.Failed}
	for _, p := range f.Tables {
		shown := *p
		shown.Columns, shown.Twins = nil, nil
		at := make(map[int]int, len(p.Columns))
		for i := range p.Columns {
			if p.Columns[i].Level >= level {
				at[i] = len(shown.Columns)
				shown.Columns = append(shown.Columns, p.Columns[i])
			}
		}
		for _, t := range p.Twins {
			a, hasA := at[t.A]
			b, hasB := at[t.B]
			if hasA && hasB {
				t.A, t.B = a, b
				shown.Twins = append(shown.Twins, t)
			}
		}
		out.Tables = append(out.Tables, &shown)
	}
	return out
}
