//go:build ignore

// Gen writes bins.txt from a public list of bank cards:
//
//	go run bins_gen.go index.js
//
// index.js is that of npm's bankcardinfo: patterns of card numbers, ^(62…|…)\d{n}$,
// by bank. A line of bins.txt is a number of digits, and the first six digits
// of cards that have as many, in ranges. Beginnings of four and five digits
// become ranges of six, longer ones are cut. Those of three are left out: 103
// and 303 would take in every tenth serial number of their length. To refresh,
// unpack a newer version, run it, look at the difference, and put the version
// into NOTICE.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// shortest is the fewest digits of a beginning that is taken.
const shortest = 4

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run bins_gen.go index.js")
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	starts := map[int]map[int]bool{} // by the number of digits
	for _, m := range regexp.MustCompile(`\^\(([\d|]+)\)\\d\{(\d+)\}\$`).FindAllStringSubmatch(string(text), -1) {
		rest, err := strconv.Atoi(m[2])
		if err != nil {
			log.Fatal(err)
		}
		for start := range strings.SplitSeq(m[1], "|") {
			if len(start) < shortest {
				continue
			}
			n := len(start) + rest
			if starts[n] == nil {
				starts[n] = map[int]bool{}
			}
			for six := range sixes(start) {
				starts[n][six] = true
			}
		}
	}
	var out bytes.Buffer
	for n := 8; n <= 20; n++ {
		if len(starts[n]) > 0 {
			fmt.Fprintf(&out, "%d%s\n", n, ranges(starts[n]))
		}
	}
	if err := os.WriteFile("bins.txt", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}

// sixes yields the first six digits of numbers that begin like that.
func sixes(start string) func(func(int) bool) {
	return func(yield func(int) bool) {
		if len(start) > 6 {
			start = start[:6]
		}
		from, err := strconv.Atoi(start)
		if err != nil {
			log.Fatal(err)
		}
		width := 1
		for range 6 - len(start) {
			width *= 10
		}
		for i := range width {
			if !yield(from*width + i) {
				return
			}
		}
	}
}

// ranges writes numbers in ascending order, those in a row as a range.
func ranges(set map[int]bool) string {
	var list []int
	for six := range set {
		list = append(list, six)
	}
	slices.Sort(list)
	var b strings.Builder
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1] == list[j]+1 {
			j++
		}
		if fmt.Fprintf(&b, " %d", list[i]); j > i {
			fmt.Fprintf(&b, "-%d", list[j])
		}
		i = j + 1
	}
	return b.String()
}
