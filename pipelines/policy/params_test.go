package policy

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// jobWith is a job with the given params, each of them used in its input.
func jobWith(params, input, more string) string {
	return fmt.Sprintf("version: 1\nname: nightly\nparams: %s\ntables: [{name: order, input: \"/in/%s\"}]\n"+
		"rules: [{match: {class: none}, do: keep}]\noutput: {path: \"/out/${dt}\"%s}\n", params, input, more)
}

// What a run sets is what stands in the job, or is an error at the place of the
// param that it is about.
func TestSet(t *testing.T) {
	const all = "{dt: date, n: {type: int, default: 7}, r: {type: string, values: [north, south], default: north}, s: {type: string, default: a b}}"
	for _, c := range []struct{ params, set, want string }{
		{all, "dt=2026-11-20", "2026-11-20 7 north a b"},
		{all, "dt=20261120 n=-3 r=south s=华东", "2026-11-20 -3 south 华东"},
		{strings.Replace(all, "dt: date", "dt: {type: date, format: yyyyMMdd}", 1), "dt=2026-11-20", "20261120 7 north a b"},
		{strings.Replace(all, "dt: date", "dt: {type: date, format: yyyyMMdd, default: 2026-02-28}", 1), "", "20260228 7 north a b"},
		{all, "dt=2024-02-28..2024-03-01", "2024-02-28 7 north a b|2024-02-29 7 north a b|2024-03-01 7 north a b"},
		{all, "dt=20240229..2024-02-29", "2024-02-29 7 north a b"},
		{all, "", "3:14: params.dt: has no value"},
		{all, "dt=2026-02-29", `3:14: params.dt: --set dt: want a day, have "2026-02-29"`},
		{all, "dt=2026-2-3", `3:14: params.dt: --set dt: want a day, have "2026-2-3"`},
		{all, "dt=", `3:14: params.dt: --set dt: want a day, have ""`},
		{all, "dt=2026-11-20..", `3:14: params.dt: --set dt: want two days, have "2026-11-20.."`},
		{all, "dt=2026-11-20..2026-11-19", "3:14: params.dt: --set dt: the range ends before it begins"},
		{all, "dt=0206-11-20..2026-11-19", "3:14: params.dt: --set dt: the range has more than 3660 days"},
		{all, "dt=2026-11-20 n=1..3", `3:24: params.n: --set n: want a whole number, have "1..3"`},
		{all, "dt=2026-11-20 n=9223372036854775808", `3:24: params.n: --set n: want a whole number, have "9223372036854775808"`},
		{all, "dt=2026-11-20 r=nort", `3:52: params.r: --set r: no such value: "nort"`},
		{all, "dt=2026-11-20 s=../etc", `params.s: --set s: want a text without slashes and control characters, have "../etc"`},
		{all, "dt=2026-11-20 s=..", `params.s: --set s: want a text without slashes`},
		{all, "dt=2026-11-20 s=", `params.s: --set s: want a text without slashes`},
		{all, "dt=2026-11-20 dt=2026-11-21", "3:10: params: --set dt stands there twice"},
		{all, "dt=2026-11-20 ds=2026-11-21", "3:10: params: --set ds: no such param"},
		{all, "dt=2026-11-20 dt", "3:10: params: --set wants name=value"},
		{"{dt: date, n: date, r: {type: int, default: 1}, s: {type: int, default: 1}}", "dt=20261101..20261102 n=20261101..20261102",
			"3:23: params.n: --set n: only one param can have a range, and dt has one"},
	} {
		t.Run(c.set, func(t *testing.T) {
			n, err := Parse("job.yaml", []byte(jobWith(c.params, "${dt} ${n} ${r} ${s}", "")))
			if err != nil {
				t.Fatal(err)
			}
			jobs, err := readJobs(n, "job.yaml", testNames, strings.Fields(c.set))
			var got []string
			for _, j := range jobs {
				got = append(got, strings.TrimPrefix(j.Tables[0].Input, "/in/"))
			}
			if said := strings.Join(got, "|"); err == nil && said != c.want {
				t.Errorf("%q, want %q", said, c.want)
			}
			var list Errors
			if err != nil && (!errors.As(err, &list) || len(list) != 1 || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("said: %v\nwant: %s", err, c.want)
			}
		})
	}
}

// A range may not be written to whole directories that each day puts in place
// of the one before; one that names the day in the path may.
func TestRangeSwaps(t *testing.T) {
	for path, ok := range map[string]bool{"/out/${dt}": true, "/out/{table}": false} {
		text := strings.Replace(jobWith("{dt: date}", "${dt}", ", replace: table"), "/out/${dt}", path, 1)
		for set, fine := range map[string]bool{"dt=2026-11-20": true, "dt=2026-11-19..2026-11-20": ok} {
			n, err := Parse("job.yaml", []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if _, err = readJobs(n, "job.yaml", testNames, []string{set}); (err == nil) != fine {
				t.Errorf("%s to %s: %v", set, path, err)
			}
		}
	}
}

// A selected column is a leaf, or all leaves inside it, and none that only
// begins with the same letters.
func TestSelected(t *testing.T) {
	table := &Table{Select: []ColumnName{{Name: "receiver"}, {Name: "tags{}"}, {Name: "a.b"}}}
	for leaf, want := range map[string]bool{
		"receiver": true, "receiver.phone": true, "receiver.phones[]": true, "receivers": false, "receiver_name": false,
		"tags{}.key": true, "tags": false, "a.b": true, "a.bc": false, "a": false, "x.receiver": false,
	} {
		if table.Selected(leaf) != want {
			t.Errorf("%s selected: %v", leaf, !want)
		}
	}
	if !new(Table).Selected("anything") {
		t.Error("without a selection, a column is not selected")
	}
}
