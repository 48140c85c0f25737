package pipelines

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"tuomin/detectors"
	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/scanners/files"
	"tuomin/transforms"
)

// Where a leaf partition says what it is. Both names start with an underscore,
// so that no reader takes them for data.
const (
	manifestDir  = "_tuomin"
	manifestName = "_tuomin/manifest.json"
	runName      = "_tuomin/run.json"
	manifestV1   = "tuomin.manifest/1"
)

// A Manifest is the truth about one leaf partition of an output: what it was
// made from, by which plan, and what was verified. It holds no time, no host
// and no partition value, so that the same run gives the same bytes; run.json
// beside it has the rest.
type Manifest struct {
	Schema    string `json:"schema"`
	Job       string `json:"job"`
	Table     string `json:"table"`
	Purpose   string `json:"purpose,omitempty"`
	Recipient string `json:"recipient,omitempty"`
	// Previous is the SHA-256 of the manifest that this one replaced: the
	// history of a partition is a chain.
	Previous string                     `json:"previous,omitempty"`
	Plan     string                     `json:"plan"`   // hash of the plan
	Policy   string                     `json:"policy"` // hash of the policy
	KeyIDs   []string                   `json:"key_ids"`
	Columns  []ManifestColumn           `json:"columns"`
	Found    []detectors.Classification `json:"classification"` // of the input; binds later runs
	Inputs   []Identity                 `json:"inputs"`
	Outputs  []OutputFile               `json:"outputs"` // in the order of Inputs
	Rows     RowCounts                  `json:"rows"`
	Dropped  []string                   `json:"dropped_metadata,omitempty"` // keys of file-level metadata that were not carried over
	Counts   map[string]int64           `json:"counts,omitempty"`           // values that a transform treated apart, by column and reason
	Verified []string                   `json:"verified"`                   // the checks that were passed
}

// A ManifestColumn is one column of the united schema and what became of it.
type ManifestColumn struct {
	Path      columns.Path      `json:"path"`
	In        string            `json:"in"`
	Out       string            `json:"out,omitempty"` // "" where it was dropped
	Class     string            `json:"class"`
	Action    string            `json:"action"`
	Options   map[string]string `json:"options,omitempty"`
	Guarantee string            `json:"guarantee"`
	Accepted  string            `json:"accepted,omitempty"` // a risk that the job accepted by name
	Nulls     bool              `json:"makes_nulls,omitempty"`
	Laws      []string          `json:"laws,omitempty"`
	Gone      []string          `json:"gone,omitempty"`      // classes that detectors must not find in it
	Scope     string            `json:"raw_scope,omitempty"` // where its former values were looked for
}

// An OutputFile is one file of a partition.
type OutputFile struct {
	Name   string `json:"name"`
	Rows   int64  `json:"rows"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// RowCounts says where the rows went.
type RowCounts struct {
	In      int64            `json:"in"`
	Out     int64            `json:"out"`
	Dropped map[string]int64 `json:"dropped"` // by reason
}

// An Identity tells whether an input is the file it was. Reading the footer is
// cheap and size and time catch the rest; the digest of the whole is recorded
// when the file is used.
type Identity struct {
	Name   string `json:"name"` // within its leaf partition
	Size   int64  `json:"size"`
	MTime  string `json:"mtime"`  // RFC 3339, UTC, nanoseconds
	Footer string `json:"footer"` // SHA-256 of Parquet's footer, of the whole file where there is none
	SHA256 string `json:"sha256"` // of the whole file; "" until the file was read
}

// same compares what can be known without reading the whole file.
func (id Identity) same(o Identity) bool {
	return id.Name == o.Name && id.Size == o.Size && id.MTime == o.MTime && id.Footer == o.Footer
}

// identify reads a file's identity, without the digest of the whole.
func identify(fsys files.FS, f *scanners.File) (id Identity, err error) {
	r, err := fsys.Open(f.Path)
	if err != nil {
		return id, err
	}
	defer r.Close()
	info, err := r.Stat()
	if err != nil {
		return id, err
	}
	id = Identity{Name: filepath.Base(f.Path), Size: info.Size(), MTime: info.ModTime().UTC().Format("2006-01-02T15:04:05.000000000Z")}
	from := int64(0)
	if f.Format == scanners.Parquet {
		var tail [8]byte
		if _, err := r.ReadAt(tail[:], max(id.Size-8, 0)); err != nil {
			return id, fmt.Errorf("read footer: %w", err)
		}
		from = max(id.Size-8-int64(binary.LittleEndian.Uint32(tail[:])), 0)
	}
	id.Footer, err = digest(io.NewSectionReader(r, from, id.Size-from))
	return id, err
}

// unnamed is what is wrong with a file whose name no manifest can hold, for JSON is
// UTF-8: its output would be nobody's.
func unnamed(f *scanners.File) scanners.Failure {
	err := &scanners.Error{Op: "open", Place: scanners.At(f.Path), Code: scanners.CodeUnsupported, Err: errors.New("its name is not in UTF-8, and could not be written down; rename it")}
	return scanners.Failure{Path: f.Path, Code: err.Code, Err: err}
}

// digest is the SHA-256 of all that r yields, in hex.
func digest(r io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.CopyBuffer(h, r, make([]byte, 1<<20)); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func digestFile(fsys files.FS, path string) (string, error) {
	f, err := fsys.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return digest(f)
}

// encode is the manifest as it stands on disk.
func (m *Manifest) encode() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", " ")
	return append(b, '\n'), err
}

// readManifest reads the manifest of a leaf partition and its hash. A partition
// without one gives nil and no error.
func readManifest(fsys files.FS, leaf string) (*Manifest, string, error) {
	path := filepath.Join(leaf, manifestName)
	b, err := readFile(fsys, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", nil
	}
	if errors.Is(err, syscall.ENOTDIR) {
		return nil, "", notADirectory(leaf)
	}
	if err != nil {
		return nil, "", err
	}
	var m Manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return nil, "", refuse(OutputNotOurs, fmt.Errorf("%s is no manifest that a run wrote; remove %s or write somewhere else: %w", path, leaf, err))
	}
	if m.Schema != manifestV1 {
		return nil, "", refuse(OutputNotOurs, fmt.Errorf("%s: unknown schema %q", path, m.Schema))
	}
	sum := sha256.Sum256(b)
	return &m, hex.EncodeToString(sum[:]), nil
}

// contradiction refuses a manifest that says what no run writes: an output is held to
// it, and people sign what it says was done.
func (m *Manifest) contradiction(leaf string) error {
	seen := map[string]bool{}
	for _, o := range m.Outputs {
		if o.Name != filepath.Base(o.Name) || hidden(o.Name) || seen[o.Name] {
			return refuse(NotVerified, fmt.Errorf("%w: the manifest of %s names a file where no reader finds it", ErrNotVerified, leaf))
		}
		seen[o.Name] = true
	}
	clear(seen)
	for _, c := range m.Columns {
		entry, known := transforms.Lookup(c.Action)
		drops, keeps := c.Out == "", c.Out != "" && c.Scope == scopeNone
		switch {
		case seen[string(c.Path)]:
			return refuse(NotVerified, fmt.Errorf("%w: the manifest of %s has column %s twice", ErrNotVerified, leaf, c.Path))
		case !known, drops != (c.Action == "drop"), keeps != (c.Action == "keep"), entry.Laws.Has(transforms.Fresh) && !slices.Contains(c.Laws, freshLaw):
			return refuse(NotVerified, fmt.Errorf("%w: the manifest of %s says of column %s what its action does not make", ErrNotVerified, leaf, c.Path))
		}
		seen[string(c.Path)] = true
	}
	return nil
}

// current reports whether the partition already is what this plan would make
// of these inputs.
func (m *Manifest) current(plan string, inputs []Identity) bool {
	return m != nil && m.Plan == plan && slices.EqualFunc(m.Inputs, inputs, Identity.same)
}

// maxName is how many bytes a name of a file may have.
const maxName = 255

var endings = map[scanners.Format]string{scanners.Parquet: ".parquet", scanners.ArrowFile: ".arrow", scanners.ArrowStream: ".arrows"}

// outputName is the name of the file made from an input: its stem, and eight
// digits that change with the plan and the input, so that a new generation
// never reuses the name of an old one. A name that leaves them no room is cut, and
// one without an ending gets that of the format, by which readers find tables.
func outputName(in Identity, format scanners.Format, plan string) string {
	ext := filepath.Ext(in.Name)
	stem := strings.TrimSuffix(in.Name, ext)
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d\n%s\n%s", plan, in.Name, in.Size, in.MTime, in.Footer))
	tail := "-" + hex.EncodeToString(sum[:4]) + atMost(cmp.Or(ext, endings[format]), maxName/4)
	return atMost(stem, maxName-len(tail)-len(partSuffix)) + tail
}

// atMost is as many of the characters that s begins with as n bytes hold.
func atMost(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
