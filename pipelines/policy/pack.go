package policy

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The packs that are shipped.
//
//go:embed packs/*.yaml
var packs embed.FS

// A Pack is a policy: what is legal and usual, for many jobs.
type Pack struct {
	Name       string
	About      string // one line, English
	AboutZH    string
	Levels     map[string]string // of a class, where it differs from the detector's
	Domains    map[string]string
	Recipients map[string]bool // name → internal
	Rules      []Rule
	Profile    string // of what is sensitive in law; "" is the default
	Detectors  []Detector
	Hash       string // SHA-256 of its text
}

// Packs lists the names of those that are shipped.
func Packs() []string {
	entries, err := packs.ReadDir("packs")
	if err != nil {
		return nil // an embedded directory can be read
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	slices.Sort(names)
	return names
}

// basePack is the policy of jobs that name none.
const basePack = "cn-base"

// BaseDomains are the key domains of the policy of jobs that name none, sorted.
func BaseDomains(names Names) ([]string, error) {
	p, err := loadPack(basePack, "", names)
	if err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(p.Domains)), nil
}

// Shipped reads all of them.
func Shipped(names Names) (all []*Pack, err error) {
	for _, name := range Packs() {
		p, err := loadPack(name, "", names)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// loadPack reads a shipped pack by its name, or a file by its path.
func loadPack(name, dir string, names Names) (*Pack, error) {
	if slices.Contains(Packs(), name) {
		file := "packs/" + name + ".yaml"
		src, err := packs.ReadFile(file)
		if err != nil {
			return nil, err
		}
		return readPack(file, src, names)
	}
	if !strings.ContainsAny(name, "./\\") {
		return nil, errors.New("no such pack is shipped")
	}
	path := resolve(dir, name)
	src, err := os.ReadFile(path)
	var p *fs.PathError
	if errors.As(err, &p) {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), p.Err)
	}
	if err != nil {
		return nil, err
	}
	return readPack(path, src, names)
}

func readPack(file string, src []byte, names Names) (*Pack, error) {
	n, err := Parse(file, src)
	if err != nil {
		return nil, err
	}
	r := &reader{names: names}
	p := &Pack{Levels: map[string]string{}, Domains: map[string]string{}, Recipients: map[string]bool{}}
	sum := sha256.Sum256(src)
	p.Hash = hex.EncodeToString(sum[:])
	if !r.keys(n, []string{"version", "name", "about", "about_zh", "levels", "domains", "recipients", "rules", "profile", "detectors"},
		[]string{"extends", "retention", "holds", "minors", "cross_border", "bind"}) {
		return nil, r.errs.Sorted()
	}
	if v := r.required(n, "version", "version: 1"); v != nil && r.text(v) != "1" {
		r.fail(v, BadValue, "this program reads version 1", "no such version: %s", v.describe())
	}
	if v := r.required(n, "name", ""); v != nil {
		p.Name = r.name(v)
	}
	for key, into := range map[string]*string{"about": &p.About, "about_zh": &p.AboutZH} {
		if v := n.Get(key); v != nil {
			*into = r.text(v)
		}
	}
	r.profile(n, &p.Profile)
	p.Detectors = r.detectors(n.Get("detectors"))
	r.levels(n.Get("levels"), p.Levels)
	r.domains(n.Get("domains"), p.Domains)
	r.recipients(n.Get("recipients"), p.Recipients)
	p.Rules = r.rules(n.Get("rules"))
	return p, r.errs.Sorted()
}

// levels reads what the policy says of classes, its own among them.
func (r *reader) levels(n *Node, into map[string]string) {
	switch {
	case n == nil:
		return
	case n.Shape != Map:
		r.fail(n, BadValue, "levels: {cn_mobile: L3}", "want classes and their levels, have %s", n.describe())
		return
	}
	for _, f := range n.Fields {
		if !slices.Contains(r.names.Classes, f.Key) {
			at := &Node{Pos: f.Pos, Path: join(n.Path, f.Key)}
			r.fail(at, UnknownKey, meant(f.Key, slices.Clone(r.names.Classes)), "no such class")
		}
		into[f.Key] = r.oneOf(f.Value, levels)
	}
}
