package scanners

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"tuomin/scanners/files"
)

// Discover finds the tables under paths. A path is a file, a directory, a glob
// (with ** for any number of directories), a file:// URL, or "-" for an Arrow
// stream on opt.Stdin, which is copied to a file without a name, up to
// opt.Limits.Spool bytes.
//
// A file is what its content says. Names that start with _ or . are not data,
// but for a file that is named itself. The data files of one directory, its
// k=v levels taken off, are one table as long as each shares at least half of
// its leaves, or of the table's, with the files before it in path order; others
// start a table of their own. Within a table files unite by column name; an
// absent column is null, integers of different widths are one column.
//
// Of partitions, those that opt.Partitions wants are looked into; a table that
// has none of them is in failed.
//
// What cannot be read, and what does not fit, is in failed, in path order: a
// caller must not take the tables for all there is while failed is not empty.
// Iceberg, Hudi, Delta and Paimon directories fail as a whole, as their loose
// files hold rows that were deleted. Symbolic links to files are read, and
// each file is read once; a linked directory is only looked into where it was
// named itself, so that no loop and no way out of a tree can be laid in it.
//
// The error is ctx's, or that of reading opt.Stdin.
func Discover(ctx context.Context, paths []string, opt Options) (tables []*Table, failed []Failure, err error) {
	d := discovery{ctx: ctx, opt: opt.withDefaults(), seen: map[string]bool{}, above: map[string]string{}}
	for _, p := range paths {
		if err := d.path(p); err != nil {
			return nil, nil, err
		}
	}
	slices.SortStableFunc(d.found, func(a, b candidate) int { return comparePaths(a.path, b.path) })
	d.choose()
	found, err := d.inspect()
	if err != nil {
		return nil, nil, err
	}
	tables = d.unite(found)
	slices.SortStableFunc(d.failed, func(a, b Failure) int { return comparePaths(a.Path, b.Path) })
	return tables, d.failed, nil
}

// A discovery is one call of Discover.
type discovery struct {
	ctx    context.Context
	opt    Options
	found  []candidate
	failed []Failure
	seen   map[string]bool   // real paths of data files
	above  map[string]string // directories above what was asked for, and their table format or ""
}

// A candidate is a file that may be data.
type candidate struct {
	path  string
	root  string // the directory that was asked for
	named bool   // the file itself was asked for
	spool files.File
}

func (d *discovery) fail(path string, code Code, err error) {
	if at := (*Error)(nil); !errors.As(err, &at) {
		err = &Error{Op: "open", Place: At(path), Code: code, Err: err}
	}
	d.failed = append(d.failed, Failure{Path: path, Code: code, Err: err})
}

// comparePaths orders paths by their components, as a walk meets them.
func comparePaths(a, b string) int {
	sep := func(c rune) bool { return c == '/' || c == filepath.Separator }
	return slices.Compare(strings.FieldsFunc(a, sep), strings.FieldsFunc(b, sep))
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)

// path takes one path as the user gave it.
func (d *discovery) path(p string) error {
	if p == "-" {
		return d.stdin()
	}
	if s := scheme.FindString(p); s != "" {
		local, err := localURL(p, s)
		if err != nil {
			d.fail(p, CodeUnsupported, err)
			return nil
		}
		p = local
	}
	info, err := d.opt.FS.Stat(p)
	switch {
	case err == nil:
		return d.start(p, p, info)
	case errors.Is(err, fs.ErrNotExist) && hasGlob(p):
		return d.glob(p)
	}
	d.fail(p, CodeUnreadable, err)
	return nil
}

func localURL(p, scheme string) (string, error) {
	if strings.EqualFold(scheme, "file://") {
		u, err := url.Parse(p)
		if err == nil && (u.Host == "" || u.Host == "localhost") {
			return filepath.FromSlash(u.Path), nil
		}
	}
	return "", fmt.Errorf("%s is not read yet; copy the table to a local path first: object stores come later, and HDFS through Spark", scheme)
}

// start takes an existing file or directory. Root is the directory below which
// k=v levels count as partitions wherever they stand.
func (d *discovery) start(p, root string, info fs.FileInfo) error {
	if name, table := d.insideTableFormat(p); table != "" {
		d.fail(p, CodeTableFormat, tableFormatError(name))
		return nil
	}
	if !info.IsDir() {
		if p == root {
			root = filepath.Dir(p)
		}
		d.add(candidate{path: p, root: root, named: true})
		return nil
	}
	before, failures := len(d.found), len(d.failed)
	if err := d.walk(p, root); err != nil {
		return err
	}
	if len(d.found) == before && len(d.failed) == failures && !d.coveredBefore(p) {
		d.fail(p, CodeNotATable, errors.New("no data file in this directory or below it"))
	}
	return nil
}

// coveredBefore reports whether files below dir were found through another path.
func (d *discovery) coveredBefore(dir string) bool {
	real := realPath(dir) + string(filepath.Separator)
	for p := range d.seen {
		if strings.HasPrefix(p, real) {
			return true
		}
	}
	return false
}

// walk takes a directory and what is below it.
func (d *discovery) walk(dir, root string) error {
	if err := d.ctx.Err(); err != nil {
		return err
	}
	entries, err := d.opt.FS.ReadDir(dir)
	if err != nil {
		d.fail(dir, CodeUnreadable, err)
		return nil
	}
	if name := d.tableFormat(dir, entries); name != "" {
		d.fail(dir, CodeTableFormat, tableFormatError(name))
		return nil
	}
	for _, e := range entries {
		if name := e.Name(); name[0] == '_' || name[0] == '.' {
			continue
		}
		p := filepath.Join(dir, e.Name())
		switch {
		case e.IsDir():
			if err := d.walk(p, root); err != nil {
				return err
			}
		case e.Type()&fs.ModeSymlink != 0:
			d.link(p, root)
		case e.Type().IsRegular():
			d.add(candidate{path: p, root: root})
		default:
			d.fail(p, CodeNotATable, errNotRegular)
		}
	}
	return nil
}

// link takes a symbolic link that a walk met.
func (d *discovery) link(p, root string) {
	info, err := d.opt.FS.Stat(p)
	switch {
	case err != nil:
		d.fail(p, CodeUnreadable, err)
	case info.Mode().IsRegular():
		d.add(candidate{path: p, root: root})
	case info.IsDir() && strings.HasPrefix(realPath(p)+string(filepath.Separator), realPath(root)+string(filepath.Separator)):
		// The walk meets that directory under its own name.
	case info.IsDir():
		d.fail(p, CodeUnsupported, errors.New("a symbolic link to a directory elsewhere is not followed; give that directory as a path of its own"))
	default:
		d.fail(p, CodeNotATable, errNotRegular)
	}
}

func (d *discovery) add(c candidate) {
	real := realPath(c.path)
	if !d.seen[real] {
		d.seen[real] = true
		d.found = append(d.found, c)
	}
}

// realPath is what p leads to, or p where that cannot be told.
func realPath(p string) string {
	if real, err := filepath.EvalSymlinks(p); err == nil {
		p = real
	}
	if abs, err := filepath.Abs(p); err == nil {
		p = abs
	}
	return p
}

// stdin copies the standard input to a file without a name, as a table is
// read more than once and a pipe is not.
func (d *discovery) stdin() error {
	if d.seen["-"] {
		return nil
	}
	d.seen["-"] = true
	if d.opt.Stdin == nil {
		d.fail("-", CodeUnreadable, errors.New("there is no standard input"))
		return nil
	}
	f, err := files.Spill(d.opt.FS, d.opt.Temp)
	if err != nil {
		return err
	}
	limit := d.opt.Limits.Spool
	n, err := io.Copy(f, io.LimitReader(contextReader{d.ctx, d.opt.Stdin}, limit+1))
	switch {
	case err != nil:
		return errors.Join(fmt.Errorf("copy the standard input: %w", err), f.Close())
	case n > limit:
		d.fail("-", CodeBomb, fmt.Errorf("the standard input has more than %d bytes; write it to a file first", limit))
		return f.Close()
	}
	d.found = append(d.found, candidate{path: "-", root: ".", named: true, spool: f})
	return nil
}

// contextReader stops a copy between two reads.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

// Read reads, unless the context has ended.
func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
