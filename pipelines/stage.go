package pipelines

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"tuomin/scanners/files"
)

// A stage is where one unit of commit is made: a leaf partition, or the whole
// table where that is what is swapped. It lies beside the table directory, on
// the same file system, never below it:
//
//	extracts/.tuomin-<job>-<table>/<unit>.lock    held while somebody works on the unit
//	extracts/.tuomin-<job>-<table>/<unit>/data/   becomes the directory that readers see
//	extracts/.tuomin-<job>-<table>/<unit>/done/   a record for each file that was written whole
//	extracts/<table>/...
//
// A data file ends in .part until all is verified and about to be published, so
// that not even a reader who looks into the staging directory takes it for data, as
// DuckDB and Polars do where they are asked for extracts/**/*.parquet. A run that
// finds files of the same inputs, plan and keys there goes on with them; all
// else is removed. What counts is their digest, not that they are there.
type stage struct {
	fs     files.FS
	dir    string
	target string
	access access
	lock   io.Closer
	sealed []string // data files that still end in .part
}

const partSuffix = ".part"

// A fileRecord is what is known about a staged file. Its name already says
// which input, plan and keys it was made from.
type fileRecord struct {
	Input   Identity         `json:"input"`
	Output  OutputFile       `json:"output"`
	RowsIn  int64            `json:"rows_in"`
	Dropped map[string]int64 `json:"dropped,omitempty"`
	Counts  map[string]int64 `json:"counts,omitempty"`
	Lost    []string         `json:"lost,omitempty"` // metadata keys not carried over
	Version string           `json:"version"`        // of the program: another one starts over
}

// stagePrefix begins the names of staging directories.
const stagePrefix = ".tuomin-"

// lockName is what the lock of a unit is called: see openStage.
var lockName = regexp.MustCompile(`^[0-9a-f]{12}\.lock$`)

// openStage locks and prepares the stage of a unit. Target is the directory
// that it will become, and what it is named by among those of the same root: two
// runs are in each other's way where they write the same directory, and nowhere
// else.
func openStage(fsys files.FS, root, target string, who access) (*stage, error) {
	dir, err := stageDir(root, target)
	if err != nil {
		return nil, err
	}
	s := &stage{fs: fsys, dir: dir, target: target, access: who}
	// Readers go through the directory above, and nobody else into the stage.
	if err := s.parents(filepath.Dir(root)); err != nil {
		return nil, err
	}
	if err := fsys.MkdirAll(root); err != nil {
		return nil, err
	}
	lock, err := fsys.Lock(s.dir + ".lock")
	if errors.Is(err, files.ErrLocked) {
		return nil, refuse(Locked, fmt.Errorf("another run works on %s", target))
	}
	if err != nil {
		return nil, err
	}
	s.lock = lock
	for _, d := range []string{s.data("."), filepath.Join(s.dir, "done")} {
		if err := fsys.MkdirAll(d); err != nil {
			return nil, errors.Join(err, lock.Close())
		}
	}
	return s, nil
}

// stageDir is where the stage of a target lies below root.
func stageDir(root, target string) (string, error) {
	unit, err := filepath.Rel(filepath.Dir(root), target)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(filepath.ToSlash(unit)))
	return filepath.Join(root, hex.EncodeToString(sum[:6])), nil
}

// sweepStages removes those stages below root of which gone says that nobody would go
// on with them, as they hold values, and that no run is at work on.
func sweepStages(fsys files.FS, root string, gone func(dir string) bool) error {
	entries, err := fsys.ReadDir(root)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	for _, e := range entries {
		dir := filepath.Join(root, e.Name())
		if !e.IsDir() || !lockName.MatchString(e.Name()+".lock") || !gone(dir) {
			continue
		}
		lock, err := fsys.Lock(dir + ".lock")
		if errors.Is(err, files.ErrLocked) {
			continue
		}
		if err != nil {
			return err
		}
		if err := errors.Join(fsys.RemoveAll(dir), lock.Close()); err != nil {
			return err
		}
	}
	return nil
}

// Close releases the lock. What was staged stays for the next run.
func (s *stage) Close() error { return s.lock.Close() }

func (s *stage) data(name string) string { return filepath.Join(s.dir, "data", name) }
func (s *stage) part(name string) string { return s.data(name) + partSuffix }
func (s *stage) record(name string) string {
	sum := sha256.Sum256([]byte(name))
	return filepath.Join(s.dir, "done", hex.EncodeToString(sum[:16])+".json")
}

// keepOnly removes everything staged but the named files (relative to data),
// and takes back the final names that a run which died while it published had
// given.
func (s *stage) keepOnly(names []string) error {
	keep := make(map[string]bool, len(names))
	for _, n := range names {
		keep[filepath.Clean(n)] = true
	}
	return s.sweep(".", keep)
}

// discard removes what was staged of a leaf partition, and what is recorded of it,
// which are the names of its inputs.
func (s *stage) discard(leaf string, names []string) error {
	err := s.sweep(leaf, nil)
	for _, n := range names {
		err = errors.Join(err, s.fs.RemoveAll(s.record(n)))
	}
	return err
}

func (s *stage) sweep(dir string, keep map[string]bool) error {
	entries, err := s.fs.ReadDir(s.data(dir))
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		stem, part := strings.CutSuffix(name, partSuffix)
		switch {
		case e.IsDir() && holds(keep, name):
			err = s.sweep(name, keep)
		case keep[stem] && part:
		case keep[name]:
			err = s.fs.Rename(s.data(name), s.part(name))
		default:
			err = s.fs.RemoveAll(s.data(name))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// holds reports whether any of the names lies in a directory. One of a partition
// that is no longer in the input would else be published empty.
func holds(names map[string]bool, dir string) bool {
	for n := range names {
		if within(dir, n) {
			return true
		}
	}
	return false
}

// done returns the record of a file that an earlier run of the same version
// finished, if the file is still what the record says.
func (s *stage) done(name, version string) (*fileRecord, bool) {
	b, err := readFile(s.fs, s.record(name))
	if err != nil {
		return nil, false // not there, or not whole: write the file again
	}
	var r fileRecord
	if json.Unmarshal(b, &r) != nil || r.Version != version {
		return nil, false
	}
	f, err := s.fs.Open(s.part(name))
	if err != nil {
		return nil, false
	}
	defer f.Close()
	sum, err := digest(io.NewSectionReader(f, 0, r.Output.Bytes+1))
	return &r, err == nil && sum == r.Output.SHA256
}

// create begins a data file. finish makes it count.
func (s *stage) create(name string) (files.File, error) {
	for _, old := range []string{s.part(name), s.record(name)} {
		if err := s.fs.RemoveAll(old); err != nil {
			return nil, err
		}
	}
	if err := s.fs.MkdirAll(filepath.Dir(s.part(name))); err != nil {
		return nil, err
	}
	return s.fs.Create(s.part(name))
}

// finish records a file that was written, synced and closed.
func (s *stage) finish(name string, r *fileRecord) error {
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return files.WriteFile(s.fs, s.record(name), b, 0o600)
}

// seal gives the verified files of one leaf partition to their readers, but for
// their names, and writes what belongs beside them: run.json, the manifest, and the
// marker last.
func (s *stage) seal(leaf string, m *Manifest, version string, success string) (hash string, err error) {
	for _, o := range m.Outputs {
		name := filepath.Join(leaf, o.Name)
		if err := s.access.file(s.fs, s.part(name)); err != nil {
			return "", err
		}
		s.sealed = append(s.sealed, name)
	}
	b, err := m.encode()
	if err != nil {
		return "", err
	}
	about, err := json.Marshal(map[string]string{"finished": time.Now().UTC().Format(time.RFC3339), "version": version})
	if err != nil {
		return "", err
	}
	if err := s.fs.MkdirAll(s.data(filepath.Join(leaf, manifestDir))); err != nil {
		return "", err
	}
	for _, f := range []struct {
		name string
		body []byte
	}{{runName, append(about, '\n')}, {manifestName, b}, {success, nil}} {
		if f.name == "" {
			continue
		}
		name := s.data(filepath.Join(leaf, f.name))
		if err := files.WriteFile(s.fs, name, f.body, s.access.mode); err != nil {
			return "", err
		}
		if err := s.access.file(s.fs, name); err != nil {
			return "", err
		}
	}
	for dir := filepath.Join(leaf, manifestDir); ; dir = filepath.Dir(dir) {
		if err := s.access.dir(s.fs, s.data(dir)); err != nil {
			return "", err
		}
		if dir == "." {
			break
		}
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), s.fs.SyncDir(s.data(filepath.Join(leaf, manifestDir)))
}

// publish puts the staged directory where readers look, in one step: they see
// what was there, or what is new, and never a mix. What it displaces has to be what
// was found there, as found says of a directory, or comes back.
func (s *stage) publish(found func(dir string) error) error {
	if err := s.parents(filepath.Dir(s.target)); err != nil {
		return err
	}
	err := s.reveal()
	if err == nil {
		err = s.swap(found)
	}
	if err != nil {
		if refused := new(Refusal); !errors.As(err, &refused) {
			err = fmt.Errorf("put the output in place: %w", err)
		}
		return errors.Join(err, s.keepOnly(s.sealed))
	}
	if err := s.fs.SyncDir(filepath.Dir(s.target)); err != nil {
		return err
	}
	// From here on the output is published; what is left of the old one is
	// rubbish that the next run would remove too.
	return s.fs.RemoveAll(s.dir)
}

// reveal gives data files the names that readers look for.
func (s *stage) reveal() error {
	for _, name := range s.sealed {
		if err := s.fs.Rename(s.part(name), s.data(name)); err != nil {
			return err
		}
	}
	for i, name := range s.sealed {
		if dir := filepath.Dir(name); i == 0 || dir != filepath.Dir(s.sealed[i-1]) {
			if err := s.fs.SyncDir(s.data(dir)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *stage) swap(found func(dir string) error) error {
	_, err := s.fs.Stat(s.target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// A directory with something in it, that came meanwhile, is not replaced.
		if err := s.fs.Rename(s.data("."), s.target); !errors.Is(err, fs.ErrExist) {
			return err
		}
	case err != nil:
		return err
	}
	if err := found(s.target); err != nil {
		return err
	}
	if err := s.fs.Exchange(s.data("."), s.target); err != nil {
		return err
	}
	// Jobs have locks of their own: another one may have been quicker by that much.
	if err := found(s.data(".")); err != nil {
		return errors.Join(err, s.fs.Exchange(s.data("."), s.target))
	}
	return nil
}

// parents makes a directory and those above it. Only those that it makes are
// given to the readers; what stood there is not ours to open up.
func (s *stage) parents(dir string) error {
	_, err := s.fs.Stat(dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := s.parents(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := s.fs.MkdirAll(dir); err != nil {
		return err
	}
	return s.access.dir(s.fs, dir)
}

func readFile(fsys files.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	b := make([]byte, info.Size())
	_, err = io.ReadFull(io.NewSectionReader(f, 0, info.Size()), b)
	return b, err
}
