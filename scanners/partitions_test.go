package scanners

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Which files are read of which partitions; a file of a partition that is not
// wanted may be anything.
func TestPartitions(t *testing.T) {
	lake := map[string]string{
		"day/dt=2026-11-18/a": "x", "day/dt=2026-11-19/a": "x", "day/dt=2026-11-19/b": "x", "day/dt=2026-11-20/a": "x",
		"day/dt=__HIVE_DEFAULT_PARTITION__/a": "x",
		"hour/dt=2026-11-19/hour=9/a":         "x", "hour/dt=2026-11-19/hour=10/a": "x", "hour/dt=2026-11-18/hour=23/a": "x",
		"ymd/y=2025/m=12/d=31/a": "x", "ymd/y=2026/m=1/d=2/a": "x", "ymd/y=2026/m=1/d=10/a": "x",
		"city/dt=1/city=bj/a": "x", "city/dt=2/city=bj/a": "x", "city/dt=2/city=sh/a": "x",
		"only/city=bj/a": "x", "only/city=sh/a": "x",
		"plain/a": "x", "plain/b": "x",
		"broken/dt=1/a": "=no table", "broken/dt=2/a": "x",
	}
	for _, c := range []struct{ words, want string }{
		{"", "broken/dt=2/a broken! city/dt=1/city=bj/a city/dt=2/city=bj/a city/dt=2/city=sh/a day/dt=2026-11-18/a day/dt=2026-11-19/a day/dt=2026-11-19/b day/dt=2026-11-20/a day/dt=__HIVE_DEFAULT_PARTITION__/a hour/dt=2026-11-18/hour=23/a hour/dt=2026-11-19/hour=10/a hour/dt=2026-11-19/hour=9/a only/city=bj/a only/city=sh/a plain/a plain/b ymd/y=2025/m=12/d=31/a ymd/y=2026/m=1/d=10/a ymd/y=2026/m=1/d=2/a"},
		{"latest:1", "broken/dt=2/a city/dt=2/city=bj/a city/dt=2/city=sh/a day/dt=2026-11-20/a hour/dt=2026-11-19/hour=10/a only/city=sh/a plain/a plain/b ymd/y=2026/m=1/d=10/a"},
		{"latest:2", "broken/dt=2/a broken! city/dt=1/city=bj/a city/dt=2/city=bj/a city/dt=2/city=sh/a day/dt=2026-11-19/a day/dt=2026-11-19/b day/dt=2026-11-20/a hour/dt=2026-11-19/hour=10/a hour/dt=2026-11-19/hour=9/a only/city=bj/a only/city=sh/a plain/a plain/b ymd/y=2026/m=1/d=10/a ymd/y=2026/m=1/d=2/a"},
		{"dt=2026-11-19", "broken! city! day/dt=2026-11-19/a day/dt=2026-11-19/b hour/dt=2026-11-19/hour=10/a hour/dt=2026-11-19/hour=9/a only! plain! ymd!"},
		{"dt=2026-11-19 dt=2026-11-20 hour=9", "broken! city! day! hour/dt=2026-11-19/hour=9/a only! plain! ymd!"},
		{"dt=2026-11-18 dt=2026-11-19 latest:1", "broken! city! day/dt=2026-11-19/a day/dt=2026-11-19/b hour/dt=2026-11-19/hour=10/a only! plain! ymd!"},
		{"dt=__HIVE_DEFAULT_PARTITION__", "broken! city! day/dt=__HIVE_DEFAULT_PARTITION__/a hour! only! plain! ymd!"},
		{"dt=1999-01-01", "broken! city! day! hour! only! plain! ymd!"},
	} {
		filter, err := ParsePartitions(strings.Fields(c.words))
		if err != nil {
			t.Fatal(err)
		}
		root := tree(t, lake)
		tables, failed, err := Discover(context.Background(), []string{root}, Options{Partitions: filter})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, table := range tables {
			for _, f := range table.Files {
				got = append(got, strings.TrimPrefix(f.Path, root+"/"))
			}
		}
		for _, f := range failed {
			name, _, _ := strings.Cut(strings.TrimPrefix(f.Path, root+"/"), "/")
			got = append(got, name+"!")
		}
		if diff := cmp.Diff(setOf(strings.Fields(c.want)), setOf(got)); diff != "" {
			t.Errorf("%q:\n%s", c.words, diff)
		}
	}
}

func setOf(words []string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[w] = true
	}
	return set
}

func TestParsePartitions(t *testing.T) {
	for _, w := range []string{"latest", "latest:", "latest:0", "latest:-1", "latest:x", "2026-11-20", "=x", ""} {
		if _, err := ParsePartitions([]string{w}); err == nil {
			t.Errorf("%q is taken", w)
		}
	}
	f, err := ParsePartitions([]string{"city=%E5%8C%97", "city=", "latest:3"})
	want := PartitionFilter{Values: []PartitionValue{{Name: "city", Value: "北"}, {Name: "city"}}, Latest: 3}
	if diff := cmp.Diff(want, f); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

// A file of which some parts are meant shows them as if there were no others,
// and one that has lost parts since it was found is an error.
func TestOnlySomeParts(t *testing.T) {
	root := tree(t, map[string]string{"a": "x"})
	f := File{Path: root + "/a", Only: []int{0}}
	src, err := Open(context.Background(), f, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if src.Parts() != 1 || src.Rows(0) != 2 {
		t.Errorf("%d parts", src.Parts())
	}
	if err := src.Close(); err != nil {
		t.Fatal(err)
	}
	f.Only = []int{0, 1}
	if _, err := Open(context.Background(), f, Options{}); err == nil {
		t.Error("a part that is not there is opened")
	} else if !strings.Contains(err.Error(), "changed meanwhile") {
		t.Error(err)
	}
}
