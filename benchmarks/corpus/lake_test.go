package corpus

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLake(t *testing.T) {
	dir := t.TempDir()
	truth, err := WriteLake(dir, 7, 1003, Layout{Days: 2, Files: 2, Writing: Writing{Codec: "zstd"}})
	if err != nil {
		t.Fatal(err)
	}
	if truth.Tables[0].Rows != 1003 || truth.Tables[1].Rows != 250 {
		t.Errorf("the truth has %d orders and %d users", truth.Tables[0].Rows, truth.Tables[1].Rows)
	}
	var read Truth
	b, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(truth, &read); diff != "" {
		t.Errorf("truth.json (-made +read):\n%s", diff)
	}
	files, err := filepath.Glob(filepath.Join(dir, "order", "dt=*", "part-*.parquet"))
	if err != nil || len(files) != 4 {
		t.Errorf("%d files of orders, %v", len(files), err)
	}
	// The tables can be joined: whoever ordered is a user.
	users := make(map[string]bool)
	for _, pin := range cells(t, Users(7, 250, Options{}), 250)["user_pin"] {
		users[pin] = true
	}
	if len(users) != 250 {
		t.Errorf("%d accounts of 250 people", len(users))
	}
	for _, pin := range cells(t, Orders(7, 1003, Options{People: 250}), 1003)["user_pin"] {
		if !users[pin] {
			t.Fatal("an order of nobody")
		}
	}
}

func TestLakeTables(t *testing.T) {
	if _, err := WriteLake(t.TempDir(), 7, 100, Layout{Tables: []string{"order", "invoice"}}); err == nil || !strings.Contains(err.Error(), `"invoice"`) {
		t.Errorf("a table that there is not: %v", err)
	}
	for _, name := range append(All(), "user") {
		if table, err := Make(name, 7, 3, Options{}); err != nil || table.Name() != name || table.Rows() != 3 {
			t.Errorf("%s: %v, %v", name, table, err)
		}
	}
	if len(All()) != 9 {
		t.Errorf("%d tables: %v", len(All()), All())
	}
	dir := t.TempDir()
	truth, err := WriteLake(dir, 7, 1000, Layout{Tables: All(), Days: 2, Files: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range truth.Tables {
		files, err := filepath.Glob(filepath.Join(dir, table.Name, "dt=*", "part-*.parquet"))
		if err != nil {
			t.Fatal(err)
		}
		want := 4
		if kindOf(table.Name).habit == whole {
			want = 0
		}
		if len(files) != want {
			t.Errorf("%s has %d files in partitions, want %d", table.Name, len(files), want)
		}
	}
	if n := truth.Tables[1]; n.Name != "account" || n.Rows != 500 {
		t.Errorf("two snapshots of 250 accounts: %s has %d rows", n.Name, n.Rows)
	}
}
