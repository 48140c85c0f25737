package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"tuomin/benchmarks/corpus"
	"tuomin/pipelines"
	"tuomin/pipelines/report"
	"tuomin/scanners"
	"tuomin/scanners/columns"
	"tuomin/scanners/files"
	"tuomin/transforms/keys"
)

const demoHelpEN = `tuomin demo shows the whole chain on synthetic tables.

It writes three days of orders and a table of users (no value belongs to a
person), scans them, plans, runs and verifies a job, and shows one row before
and after. Everything lies in --dir for you to look at and change: the job
file, the tables, the outputs and their manifests. Running it again finds that
nothing has changed.

With --tables all it writes and scans what a shop with couriers has besides:
accounts, waybills, devices, real names, bank cards, tickets, tracks and staff.
The job is still that of orders and users; the other tables are there to try
scans and jobs of your own on. input/truth.json says what is planted in every
column, of classes too that this version has no detector for, and
input/spans.jsonl says where in texts.`

const demoHelpZH = `tuomin demo 在合成数据上演示完整流程。

它写出三天的订单和一张用户表（没有任何值属于真实的人），扫描、生成方案、执行并校
验一个作业，并展示同一行处理前后的样子。所有内容都在 --dir 目录下，可以查看和修
改：作业文件、数据表、输出及其清单。再次执行会发现没有变化。

加上 --tables all，还会写出并扫描一家有快递员的商城的其他表：账户、运单、设备、
实名、银行卡、工单、轨迹和员工。作业仍然只处理订单和用户，其余的表供您试扫描、试
写作业。input/truth.json 说明每一列埋有什么（包括本版本尚无检测器的类别），
input/spans.jsonl 说明在文本的什么位置。`

// demoSeed makes every demo the same.
const demoSeed = 20261120

const demoJob = `# The job that tuomin demo runs. Change a rule and run it again:
#   tuomin plan demo.yaml
#   tuomin run  demo.yaml
version: 1
name: demo
policy: cn-base          # rules for what detectors know: see "do" below for the rest
purpose: analytics
keys: {keyset: file:keys.json, kek: file:kek}
tables:
  - {name: order, input: input/order}
  - {name: user, input: input/user}
rules:
  # What detectors found inside text goes: redaction comes in a later version.
  - {match: {verdict: contains}, do: drop}
  # Addresses and numbers that were masked before may stay as they are.
  - {match: {verdict: masked}, do: keep}
  # What people call themselves is no name that a detector knows.
  - {match: {column: nickname}, do: drop}
  - {match: {class: cn_mobile, column: "receiver.*"}, do: {mask: {keep_first: 3, keep_last: 4}}}
  # Near-unique columns that nobody knows: dropped until somebody says otherwise.
  - {match: {verdict: unknown}, do: drop}
  - {match: {class: none}, do: keep}
output:
  path: output/{table}
  replace: partition
`

func (a *app) demoCommand() *cobra.Command {
	var dir, tables string
	var rows int64
	c := &cobra.Command{
		Use: "demo", Short: a.say("see the whole chain work on synthetic tables", "在合成数据上演示完整流程"),
		Long: demoHelpEN, Annotations: map[string]string{"zh": demoHelpZH},
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if rows < 100 {
				return a.usage("--rows must be at least 100", "--rows 至少为 100")
			}
			names, err := a.demoTables(tables)
			if err != nil {
				return err
			}
			return a.demo(c.Context(), dir, rows, names)
		},
	}
	c.Flags().StringVar(&dir, "dir", "tuomin-demo", a.say("`DIR` for all of it", "写出全部内容的目录 `DIR`"))
	c.Flags().Int64Var(&rows, "rows", 30_000, a.say("`N` rows in the order table", "订单表的行数 `N`"))
	c.Flags().StringVar(&tables, "tables", "order,user", a.say("`TABLES`: order,user or all", "要写的表 `TABLES`：order,user 或 all"))
	return c
}

// demoTables are the names that --tables means. The job wants orders and users.
func (a *app) demoTables(choice string) ([]string, error) {
	switch choice {
	case "order,user":
		return []string{"order", "user"}, nil
	case "all":
		return append(corpus.All(), "user"), nil
	}
	return nil, a.usage("--tables must be order,user or all, not %q", "--tables 可取 order,user 或 all，而非 %q", choice)
}

// demo does the chain and shows each step. For programs it shows nothing
// until all of it is done.
func (a *app) demo(ctx context.Context, dir string, rows int64, tables []string) error {
	start := time.Now()
	if err := writeDemo(dir, rows, tables); err != nil {
		return a.fail(err)
	}
	var paths []string
	for _, name := range tables {
		path := filepath.Join(dir, "input", name)
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return a.usage("%s was written with fewer tables: choose another --dir", "%s 写出时的表较少，请另选 --dir", filepath.Join(dir, "input"))
		}
		paths = append(paths, path)
	}
	shown := *a
	if a.format == "json" {
		shown.out = io.Discard
	}
	doc, err := shown.demoChain(ctx, dir, paths)
	if err != nil {
		return err
	}
	if a.format == "json" {
		return json.NewEncoder(a.out).Encode(doc)
	}
	fmt.Fprintf(a.out, a.say(`
Done in %s. In %s:
  input/              the synthetic tables; truth.json and spans.jsonl: what is planted where
  demo.yaml           the job: change a rule and run it again
  output/             what came out: **/*.parquet, for any Parquet reader
  output/**/_tuomin/  manifests: what was done, by which rule, and what was verified
`, `
用时 %s。%s 中有：
  input/              合成数据表；truth.json 和 spans.jsonl：哪里埋有什么
  demo.yaml           作业文件：可以改一条规则再运行
  output/             结果：**/*.parquet，可用任何 Parquet 工具读取
  output/**/_tuomin/  清单：做了什么、由哪条规则决定、校验了什么
`), time.Since(start).Round(100*time.Millisecond), dir)
	return nil
}

// A demoJSON is tuomin.demo/1: the documents of the steps, in their order.
type demoJSON struct {
	Schema string          `json:"schema"`
	Dir    string          `json:"dir"`
	Scan   json.RawMessage `json:"scan"`
	Plan   json.RawMessage `json:"plan"`
	Result json.RawMessage `json:"result"`
}

// demoChain scans, plans and runs, and shows one row before and after.
func (a *app) demoChain(ctx context.Context, dir string, paths []string) (*demoJSON, error) {
	input, file := filepath.Join(dir, "input"), filepath.Join(dir, "demo.yaml")
	a.step(1, "scan: what personal data is in here?", "scan：这里有哪些个人信息？", "tuomin scan "+input)
	opt := a.options(pipelines.Events{})
	found, err := pipelines.ScanPaths(ctx, paths, opt)
	if err != nil {
		return nil, a.fail(err)
	}
	if err := report.Scan(a.out, a.style(), found); err != nil {
		return nil, err
	}
	a.step(2, "plan: what will happen to every column, and why", "plan：每一列将如何处理，为什么", "tuomin plan "+file)
	job, err := pipelines.LoadJob(file)
	if err != nil {
		return nil, a.fail(err)
	}
	ks, err := openKeys(job)
	if err != nil {
		return nil, a.fail(err)
	}
	plans, err := pipelines.PlanJob(ctx, job, ks, files.Local{}, opt)
	if e := errors.Join(report.Plan(a.out, a.style(), plans), err); e != nil {
		return nil, a.fail(e)
	}
	a.step(3, "run: staged, verified, committed", "run：暂存、校验、提交", "tuomin run "+file)
	result := pipelines.Run(ctx, job, ks, files.Local{}, opt)
	if err := a.end(result, nil); err != nil {
		return nil, err
	}
	a.step(4, "one row, before and after", "同一行，处理前后", "")
	if err := a.beforeAfter(ctx, dir); err != nil {
		return nil, a.fail(err)
	}
	var scan, plan, line bytes.Buffer
	err = errors.Join(report.ScanJSON(&scan, found), report.PlanJSON(&plan, plans, nil), report.Line(&line, result))
	return &demoJSON{"tuomin.demo/1", dir, scan.Bytes(), plan.Bytes(), line.Bytes()}, err
}

// step announces one part of the demo and the command that does the same.
func (a *app) step(n int, en, zh, command string) {
	fmt.Fprintf(a.out, "\n%d. %s\n", n, a.say(en, zh))
	if command != "" {
		fmt.Fprintf(a.out, "   $ %s\n\n", command)
	} else {
		fmt.Fprintln(a.out)
	}
}

// writeDemo writes what is not there yet. Inputs are written once, so that
// running the demo again finds them unchanged.
func writeDemo(dir string, rows int64, tables []string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := once(filepath.Join(dir, "input"), func(path string) error {
		_, err := corpus.WriteLake(path, demoSeed, rows, corpus.Layout{Tables: tables, Days: 3})
		return err
	}); err != nil {
		return err
	}
	if err := once(filepath.Join(dir, "demo.yaml"), func(path string) error {
		return os.WriteFile(path, []byte(demoJob), 0o644)
	}); err != nil {
		return err
	}
	return once(filepath.Join(dir, "keys.json"), func(path string) error { return newDemoKeys(dir, path) })
}

// once has something written under another name and renamed when it is whole.
func once(path string, write func(path string) error) error {
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	part := filepath.Join(filepath.Dir(path), ".part-"+filepath.Base(path))
	if err := os.RemoveAll(part); err != nil {
		return err
	}
	if err := write(part); err != nil {
		return err
	}
	return os.Rename(part, path)
}

// beforeAfter shows the first row of one file of orders and of what was made of
// it. The values are synthetic, which is why they may be shown at all.
func (a *app) beforeAfter(ctx context.Context, dir string) error {
	in, err := firstRow(ctx, filepath.Join(dir, "input", "order"))
	if err != nil {
		return err
	}
	out, err := firstRow(ctx, filepath.Join(dir, "output", "order"))
	if err != nil {
		return err
	}
	return report.BeforeAfter(a.out, a.style(), in, out)
}

// firstRow reads the first row of a table's first file: path and text of each
// leaf.
func firstRow(ctx context.Context, path string) ([]report.Field, error) {
	tables, failed, err := scanners.Discover(ctx, []string{path}, scanners.Options{})
	if err != nil || len(tables) == 0 || len(tables[0].Files) == 0 {
		return nil, errors.Join(err, fmt.Errorf("%s: no table (%d files failed)", path, len(failed)))
	}
	src, err := scanners.Open(ctx, tables[0].Files[0], scanners.Options{})
	if err != nil {
		return nil, err
	}
	defer src.Close()
	var fields []report.Field
	for i := range src.Schema().Leaves {
		text, err := firstValue(ctx, src, i)
		if err != nil {
			return nil, err
		}
		fields = append(fields, report.Field{Path: string(src.Schema().Leaves[i].Path), Text: text})
	}
	return fields, nil
}

// firstValue is the first value of a leaf, "" if its first slot has none.
func firstValue(ctx context.Context, src scanners.Source, leaf int) (string, error) {
	col := &src.Schema().Leaves[leaf]
	for l, err := range src.Leaf(ctx, 0, leaf) {
		if err != nil {
			return "", err
		}
		if l.Slots == 0 || l.Def != nil && l.Def[0] < col.MaxDef {
			return "", nil
		}
		at := 0
		if l.Index != nil {
			at = int(l.Index[0])
		}
		var b columns.Builder
		one := l.Values.Slice(at, at+1)
		return string(columns.Render(col.Type, &one, &b).At(0)), nil
	}
	return "", nil
}

// newDemoKeys makes a KEK and a keyset of the domains of cn-base. A real KEK
// lies elsewhere than the keyset it protects.
func newDemoKeys(dir, path string) error {
	kek := make([]byte, 32)
	if _, err := rand.Read(kek); err != nil {
		return err
	}
	name := filepath.Join(dir, "kek")
	if err := os.WriteFile(name, []byte(hex.EncodeToString(kek)), 0o600); err != nil {
		return err
	}
	domains, err := pipelines.BaseDomains()
	if err != nil {
		return err
	}
	return keys.NewFile(path, "file:"+name, domains)
}
