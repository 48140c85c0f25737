//go:build ignore

// Gen writes countries.txt from the list of PyPI's iso3166:
//
//	go run countries_gen.go ISO3166
//
// ISO3166 is iso3166/__init__.py of the package. To refresh, unpack a newer
// version, run it, look at the difference, and put its version into NOTICE.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"regexp"
	"slices"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run countries_gen.go ISO3166")
	}
	src, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var lines []string
	for _, m := range regexp.MustCompile(`"([A-Z]{2})",\s*"([A-Z]{3})",\s*"(\d{3})"`).FindAllStringSubmatch(string(src), -1) {
		if m[1] == "XK" { // of common use, and not in ISO 3166
			continue
		}
		lines = append(lines, fmt.Sprintf("%s %s %s\n", m[1], m[2], m[3]))
	}
	slices.Sort(lines)
	var out bytes.Buffer
	for _, line := range lines {
		out.WriteString(line)
	}
	if err := os.WriteFile("countries.txt", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(lines), "countries")
}
