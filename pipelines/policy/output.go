package policy

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Replace says what may become of an output that stands and differs.
type Replace string

const (
	ReplaceRefuse    Replace = "refuse"
	ReplacePartition Replace = "partition"
	ReplaceTable     Replace = "table"
)

// Output says where results go, and in what shape.
type Output struct {
	Pos          Pos
	Path         string // with {table}
	Replace      Replace
	Codec        string // "" keeps each column's
	Level        int    // of compressing; 0 is the codec's fastest
	Mode         fs.FileMode
	Group        string // name or number that files and directories are given to, "" for the process's own
	GroupPos     Pos
	Success      string // name of the marker file, "" for none
	KeepMetadata []string

	uses []string // params in Path
}

// ParquetCodec is the number of the codec in Parquet's metadata; false where
// each column keeps its own.
func (o *Output) ParquetCodec() (int, bool) {
	i := slices.Index(codecs, o.Codec)
	return []int{-1, 0, 1, 2, 4, 6, 7}[i+1], i >= 0
}

var codecs = []string{"uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4_raw"}

// OutputPath is the directory of a table's output.
func (j *Job) OutputPath(table string) string {
	return filepath.Clean(strings.ReplaceAll(j.Output.Path, "{table}", table))
}

// SwapsTable reports whether the whole table directory is put in place at
// once. Partitions of two runs with ephemeral keys would not join, so those
// always do.
func (j *Job) SwapsTable() bool { return j.Keys.Ephemeral || j.Output.Replace == ReplaceTable }

var (
	outputKeys = []string{"path", "replace", "order", "files", "codec", "level", "mode", "group", "success", "keep_metadata"}
	replaces   = []string{string(ReplaceRefuse), string(ReplacePartition), string(ReplaceTable)}
	orders     = []string{"input"}
	filings    = []string{"same"}
)

// braces are those that are no parameter's.
var braces = regexp.MustCompile(`(^|[^$])\{`)

func (r *reader) output(n *Node, j *Job, dir string) {
	if n == nil {
		r.errs = append(r.errs, &Error{Pos: j.Output.Pos, Code: Missing, Msg: "output is missing", Hint: `output: {path: "out/{table}/"}`})
		return
	}
	o := &j.Output
	o.Pos = n.Pos
	if !r.keys(n, outputKeys, nil) {
		return
	}
	if v := r.required(n, "path", `path: "out/{table}/"`); v != nil {
		o.uses = v.uses
		path, ok := local(r.text(v))
		if o.Path = r.place(v, dir, path); len(j.Tables) > 1 && !strings.Contains(o.Path, "{table}") {
			r.fail(v, BadValue, `path: "out/{table}/"`, "several tables would be written to one directory")
		}
		switch {
		case !ok:
			r.fail(v, BadValue, `path: "out/{table}/"; object stores come later, and HDFS through Spark`, "want a local path, have %s", v.describe())
		case path == "" && v.Shape == Scalar:
			r.fail(v, BadValue, `path: "out/{table}/"`, "want a path, have nothing")
		}
		if braces.MatchString(strings.ReplaceAll(r.text(v), "{table}", "")) {
			r.fail(v, BadValue, `path: "out/{table}/"`, "the only name that can stand in braces is {table}")
		}
	}
	if v := n.Get("replace"); v != nil {
		o.Replace = Replace(r.oneOf(v, replaces))
	}
	if v := n.Get("order"); v != nil {
		r.oneOf(v, orders, "shuffled")
	}
	if v := n.Get("files"); v != nil {
		r.oneOf(v, filings, "one", "size")
	}
	if v := n.Get("codec"); v != nil {
		o.Codec = r.oneOf(v, codecs)
	}
	if v := n.Get("level"); v != nil {
		l, err := strconv.Atoi(r.text(v))
		if o.Level = l; v.Shape == Scalar && (err != nil || l < 1 || l > 22) {
			r.fail(v, BadValue, "", "want a level from 1 to 22, have %s", v.describe())
		}
	}
	r.access(n, o)
	if v := n.Get("success"); v != nil {
		if o.Success = r.marker(v, "success"); o.Success == "_tuomin" {
			r.fail(v, BadValue, "success: _SUCCESS", "_tuomin is where the manifest lies")
		}
	}
	if v := n.Get("keep_metadata"); v != nil {
		o.KeepMetadata = r.texts(v)
	}
}

// access reads who may read the output. Which groups there are is for the
// machine to know that runs the job.
func (r *reader) access(n *Node, o *Output) {
	if v := n.Get("mode"); v != nil {
		m, err := strconv.ParseUint(r.text(v), 8, 32)
		if o.Mode = fs.FileMode(m); v.Shape == Scalar && (err != nil || m&^0o666 != 0 || m&0o600 != 0o600) {
			r.fail(v, BadValue, `mode: "0640"; no more than 0666, and readable and writable for its owner`, "no such file mode: %s", v.describe())
		}
	}
	if v := n.Get("group"); v != nil {
		o.Group, o.GroupPos = r.text(v), v.Pos
		switch {
		case v.Shape == Scalar && o.Group == "":
			r.fail(v, BadValue, "group: analytics", "want the name or number of a group")
		case v.Shape == Scalar && o.Mode&0o060 == 0:
			r.fail(v, BadValue, `mode: "0640"`, "the mode lets no group read what this one is given")
		}
	}
}

// marker reads the name of a file that says that a directory is complete.
func (r *reader) marker(v *Node, key string) string {
	s := r.text(v)
	hidden := strings.HasPrefix(s, "_") || strings.HasPrefix(s, ".") && strings.Trim(s, ".") != "" && key == "ready"
	if v.Shape == Scalar && (!hidden || strings.ContainsAny(s, `/\`)) {
		r.fail(v, BadValue, key+": _SUCCESS", "want a file name that starts with _, so that no reader takes it for data")
	}
	return s
}

// swaps refuses a job that would put whole table directories in place and
// brings only a part of the table: all else would be gone after it. Where the
// output's path names what tells the parts apart, each has a directory of its
// own.
func (r *reader) swaps(n *Node, j *Job) {
	at := n.Get("output")
	if at == nil || !j.SwapsTable() {
		return
	}
	why, hint := "output.replace: table puts", "output: {replace: partition}"
	if v := at.Get("replace"); v != nil {
		at = v
	}
	if j.Keys.Ephemeral {
		at, why, hint = n.Get("keys"), "ephemeral keys put", `keys: {keyset: "file:keys.json", kek: "env:TUOMIN_KEK"}`
	}
	for i := range j.Tables {
		t := &j.Tables[i]
		if len(t.Partitions) == 0 {
			continue
		}
		if used := t.uses(); len(used) == 0 || !subset(used, j.Output.uses) {
			r.fail(at, BadValue, hint+"; or say the param in output.path, too", "%s the whole directory of table %s in place, and only some of its partitions are selected", why, t.Name)
		}
	}
	if r.ranged != "" && !slices.Contains(j.Output.uses, r.ranged) {
		r.fail(at, BadValue, hint+"; or say ${"+r.ranged+"} in output.path, too", "%s whole directories in place: each day of the range would take away the one before", why)
	}
}
