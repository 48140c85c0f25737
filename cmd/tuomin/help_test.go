package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"tuomin/pipelines"
	"tuomin/pipelines/report"
)

var languages = []string{"en", "zh"}

// pages are the help texts of all commands as files: name to text.
func pages(lang string) map[string]string {
	a := &app{lang: lang}
	root := a.root()
	suffix := map[string]string{"en": ".md", "zh": ".zh.md"}[lang]
	all := map[string]string{}
	var add func(c *cobra.Command)
	add = func(c *cobra.Command) {
		name := strings.ReplaceAll(c.CommandPath(), " ", "-")
		all[name+suffix] = fmt.Sprintf("# %s\n\n```text\n%s```\n", c.CommandPath(), a.helpText(c))
		for _, s := range c.Commands() {
			if s.IsAvailableCommand() {
				add(s)
			}
		}
	}
	add(root)
	return all
}

// The pages in help/ are what the program prints.
func TestHelpPages(t *testing.T) {
	want := map[string]string{}
	for _, lang := range languages {
		for name, text := range pages(lang) {
			want[name] = text
		}
	}
	have, err := filepath.Glob("help/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range have {
		if _, ok := want[filepath.Base(path)]; ok {
			continue
		}
		if !*update {
			t.Errorf("%s is the page of no command", path)
		} else if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range want {
		path := filepath.Join("help", name)
		if *update {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Errorf("%v; run go test ./cmd/tuomin -run Help -update", err)
		} else if diff := cmp.Diff(text, string(got)); diff != "" {
			t.Errorf("%s is not what the program prints; run go test ./cmd/tuomin -run Help -update\n%s", path, diff)
		}
	}
}

// Everything that a person reads of a command is there in both languages, and
// no line is wider than a terminal.
func TestHelpInBothLanguages(t *testing.T) {
	han := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	var check func(lang string, d helpJSON)
	check = func(lang string, d helpJSON) {
		texts := map[string]string{"long": d.Long}
		if d.Command != "tuomin" {
			texts["short"] = d.Short
		}
		for _, f := range d.Flags {
			texts["--"+f.Name] = f.Usage
		}
		for what, text := range texts {
			switch {
			case text == "":
				t.Errorf("%s, %s: %s says nothing", lang, d.Command, what)
			case lang == "zh" && !han(text):
				t.Errorf("zh, %s: %s is in English: %s", d.Command, what, text)
			case lang == "en" && what != "long" && han(text) && what != "--lang":
				t.Errorf("en, %s: %s is in Chinese: %s", d.Command, what, text)
			}
		}
		for _, s := range d.Commands {
			check(lang, s)
		}
	}
	for _, lang := range languages {
		a := &app{lang: lang}
		d := a.describe(a.root())
		if len(d.Commands) < 8 || len(d.Flags) < 8 {
			t.Fatalf("%d commands and %d flags: the test shows nothing", len(d.Commands), len(d.Flags))
		}
		check(lang, d)
		for name, text := range pages(lang) {
			for _, line := range strings.Split(text, "\n") {
				room := 80
				if strings.HasPrefix(line, "  ") && !strings.Contains(line, " --") {
					room = 110 // an example, which must not be broken
				}
				if w := report.Width(line); w > room {
					t.Errorf("%s: %d wide: %s", name, w, line)
				}
			}
		}
	}
}

// Every exit code that a reason has stands in the help.
func TestExitCodes(t *testing.T) {
	for _, r := range pipelines.Reasons() {
		if !slices.ContainsFunc(pipelines.Exits(), func(e pipelines.ExitInfo) bool { return e.Code == r.Exit }) {
			t.Errorf("exit code %d (%s) is not in the help", r.Exit, r.Reason)
		}
	}
}

// Where what is shown cannot be written, the machine is to blame and not the
// command.
func TestFullOutput(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("this system has no device that is always full: %v", err)
	}
	defer full.Close()
	for _, args := range [][]string{{"version"}, {"detect"}} {
		var told strings.Builder
		if code := run(context.Background(), args, streams{in: strings.NewReader("13800138000\n"), out: full, err: &told}); code != 5 {
			t.Errorf("%s: exit %d: %s", args[0], code, told.String())
		}
	}
}
