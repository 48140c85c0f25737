package scanners

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// Directories of table formats hold files of rows that were deleted, of
// compactions and of writes that never were committed: only their metadata
// says which count.

// tableFormat names the format of the table that a directory is, or "".
func (d *discovery) tableFormat(dir string, entries []fs.DirEntry) string {
	for _, e := range entries {
		switch e.Name() {
		case "_delta_log":
			return "Delta Lake"
		case ".hoodie":
			return "Hudi"
		case "metadata":
			inner, err := d.opt.FS.ReadDir(filepath.Join(dir, "metadata"))
			if err == nil && slices.ContainsFunc(inner, isIceberg) {
				return "Iceberg"
			}
		case "snapshot":
			inner, err := d.opt.FS.ReadDir(filepath.Join(dir, "snapshot"))
			if err == nil && slices.ContainsFunc(inner, isPaimon) && has(entries, "schema") {
				return "Paimon"
			}
		}
	}
	return ""
}

func isIceberg(e fs.DirEntry) bool {
	return e.Name() == "version-hint.text" ||
		strings.HasSuffix(e.Name(), ".metadata.json") || strings.HasSuffix(e.Name(), ".metadata.json.gz")
}

func isPaimon(e fs.DirEntry) bool {
	return e.Name() == "LATEST" || strings.HasPrefix(e.Name(), "snapshot-")
}

func has(entries []fs.DirEntry, name string) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name })
}

// insideTableFormat looks whether p lies in a table of a table format, and
// where that begins. P itself, if it is a directory, is for the walk to judge.
func (d *discovery) insideTableFormat(p string) (name, table string) {
	p = realPath(p)
	for dir := filepath.Dir(p); ; dir = filepath.Dir(dir) {
		// Directories that may be passed through but not listed are common
		// above one's own; they cannot be judged, and are no data of the user.
		name, known := d.above[dir] // a glob may match many paths below one directory
		if !known {
			if entries, err := d.opt.FS.ReadDir(dir); err == nil {
				name = d.tableFormat(dir, entries)
			}
			d.above[dir] = name
		}
		if name != "" {
			return name, dir
		}
		if dir == filepath.Dir(dir) {
			return "", ""
		}
	}
}

func tableFormatError(name string) error {
	return fmt.Errorf("a table of %s, whose loose files hold rows that were deleted; export a snapshot of it to Parquet, such as with Spark, and give that", name)
}

// hasGlob reports whether a path has the characters of a pattern.
func hasGlob(p string) bool { return strings.ContainsAny(p, "*?[") }

// glob takes all that a pattern matches. The directory before its first
// component with a wildcard is the root.
func (d *discovery) glob(pattern string) error {
	parts := strings.Split(filepath.ToSlash(filepath.Clean(pattern)), "/")
	fixed := slices.IndexFunc(parts, hasGlob)
	root := strings.Join(parts[:fixed], "/")
	switch {
	case root == "" && fixed > 0:
		root = "/"
	case root == "":
		root = "."
	}
	for _, part := range parts[fixed:] {
		if _, err := filepath.Match(part, ""); err != nil {
			d.fail(pattern, CodeUnreadable, fmt.Errorf("pattern: %w", err))
			return nil
		}
	}
	matched := false
	err := d.match(filepath.FromSlash(root), parts[fixed:], func(p string, info fs.FileInfo) error {
		matched = true
		return d.start(p, filepath.FromSlash(root), info)
	})
	if err == nil && !matched {
		d.fail(pattern, CodeUnreadable, fmt.Errorf("nothing matches: %w", fs.ErrNotExist))
	}
	return err
}

// match calls found for each file or directory below dir that the parts of a
// pattern match. Wildcards match no names that start with _ or ., ** matches
// any number of directories and, at the end, all that is in them.
func (d *discovery) match(dir string, parts []string, found func(string, fs.FileInfo) error) error {
	if err := d.ctx.Err(); err != nil {
		return err
	}
	part, rest := parts[0], parts[1:]
	if part == "**" && len(rest) > 0 {
		if err := d.match(dir, rest, found); err != nil {
			return err
		}
	}
	entries, err := d.opt.FS.ReadDir(dir)
	if err != nil {
		d.fail(dir, CodeUnreadable, err)
		return nil
	}
	for _, e := range entries {
		hidden := e.Name()[0] == '_' || e.Name()[0] == '.'
		ok, _ := filepath.Match(part, e.Name()) // checked by glob
		if !ok && part != "**" || hidden && hasGlob(part[:1]) {
			continue
		}
		p := filepath.Join(dir, e.Name())
		info, err := d.opt.FS.Stat(p)
		switch {
		case err != nil:
			d.fail(p, CodeUnreadable, err)
		case len(rest) == 0:
			err = found(p, info)
		case info.IsDir() && part == "**" && e.Type()&fs.ModeSymlink == 0:
			err = d.match(p, parts, found)
		case info.IsDir() && part != "**":
			err = d.match(p, rest, found)
		}
		if err != nil && d.ctx.Err() != nil {
			return err
		}
	}
	return nil
}
