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

// ScanPaths discovers the tables under the paths and scans each. Files that
// cannot be read are listed; everything else is still done.
func ScanPaths(ctx context.Context, paths []string, opt Options) (*Findings, error) {
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
		opt.Events.stage(t.Path, "scan")
		opt.Events.total(totalRows(t))
		p, err := Scan(ctx, t, scanKey(t), opt)
		if err != nil {
			return nil, err
		}
		found.Tables = append(found.Tables, p)
		found.Failed = append(found.Failed, p.Failed...)
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
