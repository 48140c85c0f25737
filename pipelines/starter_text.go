package pipelines

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"tuomin/detectors"
	"tuomin/transforms"
)

// How a starter job looks. Names of columns and paths are quoted wherever they
// stand, as they may hold anything, an end of line too.

// render writes the file.
func (s *starter) render() []byte {
	var b bytes.Buffer
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	s.head(line)
	line("version: 1")
	line("name: %s", quoted(nameOf(strings.TrimSuffix(filepath.Base(s.file), filepath.Ext(s.file)), "job")))
	keyset := filepath.Join(filepath.Dir(s.file), "keys.json")
	line("")
	line("# %s", s.say("The keys of pseudonyms. Make them once, and keep both apart and safe:", "生成假名所用的密钥。只需创建一次，两者请分开妥善保管："))
	line("#   export TUOMIN_KEK=$(openssl rand -hex 32)")
	line("#   tuomin keys new %s --kek env:TUOMIN_KEK", shellWord(keyset))
	line(`keys: {keyset: "file:keys.json", kek: "env:TUOMIN_KEK"}`)
	line("")
	line("tables:")
	for _, t := range s.tables {
		line("  - {name: %s, input: %s}", quoted(t.name), quoted(t.input))
	}
	line("")
	line("rules:")
	s.decisions(line)
	s.classes(line)
	s.harmless(line)
	line("")
	line("output: {path: %s}", quoted(s.output()+"/{table}/"))
	return b.Bytes()
}

// head says what the file is, and what the scan did not see.
func (s *starter) head(line func(string, ...any)) {
	line("# %s", s.say("A job to begin with, made of what tuomin scan found.", "起步用的作业，依据 tuomin scan 的结果生成。"))
	line("# %s", s.say("It runs as it is, and drops what somebody has to decide about: look for \"decide\".", "可直接运行；需要人工判断的列暂时删除，请查找“待定”。"))
	line("#   tuomin lint %s && tuomin plan %[1]s", shellWord(s.file))
	if n := len(s.found.Failed); n > 0 {
		line("# "+s.say("decide: %d files could not be read. No partition with one of them will be written.", "待定：有 %d 个文件未能读取；含有这些文件的分区不会写出。"), n)
	}
	if slices.ContainsFunc(s.tables, func(t starterTable) bool { return t.profile.Sampled }) {
		line("# %s", s.say("decide: the scan was a sample. What it did not read may hold anything; plan reads all of it.", "待定：扫描为抽样，未读取的部分可能含有任何内容；plan 会读取全部数据。"))
	}
	for _, path := range s.crowded {
		line("# "+s.say("decide: %s shares its directory with other tables, or is a stream, and is left out: a job's input is one table.",
			"待定：%s 与其他表同在一个目录，或为数据流，未列入：作业的每个输入是一张表。"), quoted(path))
	}
	for _, path := range s.emptied {
		line("# "+s.say("decide: no column of %s would stay, and it is left out.", "待定：%s 没有可保留的列，未列入。"), quoted(path))
	}
	for _, path := range s.unnamed {
		line("# "+s.say("decide: columns of %s are called by values, and it is left out: write it again with names for its columns.",
			"待定：%s 以取值为列名，未列入：请为各列写上列名后重新写出。"), quoted(path))
	}
}

// decisions are the rules for single columns, which come first.
func (s *starter) decisions(line func(string, ...any)) {
	unknown := s.columns(detectors.VerdictUnknown, "")
	if len(unknown) > 0 {
		line("  # %s", s.say("decide: nobody knows what these are, and they could be about persons, or lead to one. Look at",
			"待定：含义不明，可能涉及或关联到个人。请查看后决定："))
		line("  # %s", s.say("them, then keep what is harmless, and give the others a pseudonym: hmac: {domain: account}.",
			"无害的保留，其余生成假名：hmac: {domain: account}。"))
	}
	for _, path := range unknown {
		line("  - {match: {column: %s, verdict: unknown}, do: drop}", quoted(path))
	}
	for _, path := range s.dropping() {
		line("  # %s", oneLine(s.undecided(s.drops[path])))
		line("  - {match: {column: %s}, do: drop}", quoted(path))
	}
	for _, path := range slices.Sorted(maps.Keys(s.stuck)) {
		line("  # %s", oneLine(s.undecided(s.stuck[path])))
		line("  # %s", s.say("Its values stand in the paths of files, where this version cannot change them. If they may stay:", "其取值位于文件路径中，本版本无法更改。如果可以保留："))
		line("  # - {match: {partition: %s}, do: keep}", quoted(path))
	}
}

// classes are a rule for each class that was found.
func (s *starter) classes(line func(string, ...any)) {
	if paths := s.columns(detectors.VerdictMasked, ""); len(paths) > 0 {
		s.about(line, paths, s.say("Masked already.", "已经脱敏。"))
		line("  - {match: {verdict: masked}, do: keep}")
	}
	if paths := s.columns(detectors.VerdictDamaged, ""); len(paths) > 0 {
		s.about(line, paths, s.say("Digits were lost on the way: what is left joins with nothing, and still says whose it may be.", "位数已丢失：无法再关联，却仍可能指向本人。"))
		line("  - {match: {verdict: damaged}, do: drop}")
	}
	if paths := s.columns(detectors.VerdictContains, ""); len(paths) > 0 {
		s.about(line, paths, s.say("Personal data among other text, which cannot be cut out of it yet.", "文本中夹有个人信息，目前无法只去除这一部分。"))
		line("  - {match: {verdict: contains}, do: drop}")
	}
	for _, class := range detectors.Classes() {
		paths := s.columns(detectors.VerdictIs, class.Name)
		if len(paths) == 0 {
			continue
		}
		do, why := "drop", s.say("decide: the policy has no rule for it.", "待定：策略中没有对应规则。")
		if a := s.action(class.Name); a != nil {
			entry, _ := transforms.Lookup(a.Name)
			do, why = a.String(), s.say(entry.Doc, entry.DocZH)
		}
		s.about(line, paths, s.say(class.Title+", "+class.Level+". ", class.TitleZH+"，"+class.Level+"。")+why)
		line("  - {match: {class: %s}, do: %s}", class.Name, do)
	}
}

// harmless are the columns that stay. All are named: what no detector knows
// stays too, and only who reads the list can see it.
func (s *starter) harmless(line func(string, ...any)) {
	line("")
	line("  # %s", s.say("decide: these stay, as nothing was found in them that this version looks for (tuomin detectors lists it).", "待定：这些列将保留，因为其中未发现本版本所查找的内容（见 tuomin detectors）。"))
	line("  # %s", s.say("Read the list: whatever else is personal in it needs a rule above.", "请逐一确认：其余个人信息须在上方添加规则。"))
	paths := slices.DeleteFunc(s.columns(detectors.VerdictNone, ""), s.dropped)
	for i, p := range paths {
		paths[i] = oneLine(p)
	}
	for some := range slices.Chunk(paths, 8) {
		line("  #   %s", strings.Join(some, ", "))
	}
	line("  - {match: {class: none}, do: keep}")
}

// dropping are the columns and wholes that rules of their own drop: not those that go
// with a whole.
func (s *starter) dropping() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.drops)), s.within)
}

// dropped reports whether such a rule drops a column.
func (s *starter) dropped(path string) bool { return s.drops[path] != "" || s.within(path) }

// within reports whether a column, or a whole, goes with another whole.
func (s *starter) within(path string) bool {
	for of := range s.drops {
		if part, all := strings.CutSuffix(of, "**"); all && path != of && strings.HasPrefix(path, part) {
			return true
		}
	}
	return false
}

// about is a comment on a rule, and the columns that it takes.
func (s *starter) about(line func(string, ...any), paths []string, why string) {
	line("")
	line("  # %s", why)
	const most = 8 // more, and nobody sees the rule for its columns
	shown := make([]string, 0, most+1)
	for i, p := range paths {
		if i == most {
			shown = append(shown, fmt.Sprintf(s.say("and %d more", "等另外 %d 列"), len(paths)-most))
			break
		}
		shown = append(shown, oneLine(p))
	}
	line("  # %s", strings.Join(shown, ", "))
}

// output is a directory beside the file that holds no input and lies in none.
func (s *starter) output() string {
	dir := filepath.Dir(s.file)
	for i := 1; ; i++ {
		name := "out"
		if i > 1 {
			name = fmt.Sprintf("out-%d", i)
		}
		free := func(t starterTable) bool {
			input := filepath.FromSlash(t.input)
			if !filepath.IsAbs(input) {
				input = filepath.Join(dir, input)
			}
			return apart(input, filepath.Join(dir, name, t.name)) == nil
		}
		// Inside an input no name is free: the plan says so, and where to look.
		if !slices.ContainsFunc(s.tables, func(t starterTable) bool { return !free(t) }) || i == 9 {
			return name
		}
	}
}

func (s *starter) say(en, zh string) string {
	if s.zh != nil {
		return zh
	}
	return en
}

// undecided is a comment on a column that a rule would be refused on, and why.
func (s *starter) undecided(why string) string {
	if s.zh != nil {
		return "待定：" + s.zh(why)
	}
	return "decide: " + why
}

// quoted is a text as a job file writes it in one line, whatever is in it: no
// param either.
func quoted(s string) string {
	s = strings.ReplaceAll(s, "${", "$${")
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return strconv.Quote(s) // strings can be encoded
	}
	return strings.TrimSpace(b.String())
}

// oneLine is a text for a comment: as it is, or quoted where it would end the
// line or the comment.
func oneLine(s string) string {
	if q := strconv.Quote(s); strings.ContainsFunc(s, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return q
	}
	return s
}

// shellWord is a path as a command line takes it.
func shellWord(s string) string {
	if !notInNames.MatchString(strings.ReplaceAll(s, string(filepath.Separator), "")) {
		return s
	}
	return "'" + strings.ReplaceAll(oneLine(s), "'", `'\''`) + "'"
}
