// Package corpus makes tables of invented orders and people, with personal
// data planted in known places, for the demo, the tests and the benchmarks.
//
//	seed, row ──> person, order ──> cells ──> batches ──> Parquet, Arrow
//	                                  └──> counts ──> truth.json
//
// # What is in them
//
// The tables are those of a shop with couriers: accounts, orders, waybills,
// devices, real-name checks, bank cards, tickets, tracks and staff. They hold
// what makes finding hard: nested receivers, free text that mentions people,
// numbers spelled in six ways, words that mean "unknown", and columns of numbers
// that only look like personal data. The truth says what was planted where, and
// in text between which bytes, so that a program can be held to it. It tells of
// the data, not of what any version of the program finds: a class may have no
// detector yet.
//
// # How it is called and kept
//
// Columns have their plain names, or such as they have elsewhere in English,
// pinyin or Chinese, or names that tell nothing, or wrong ones: a Naming. Orders,
// waybills, tickets and logs come day by day; accounts are written whole every
// day; bank cards and staff are zipper tables (拉链表); and the older partitions of
// a lake may have older schemas: a Layout.
//
// # Nobody
//
// No value belongs to a person. Identity numbers carry births from 1880 to
// 1910, or a county that had been abolished before the birth; the block of
// every telephone number is 0000; cards, plates, companies and waybills have
// serials of zeros; type codes of devices were never allocated; house numbers are
// above 9000; mail goes to example.com; addresses of networks are those set aside
// for documents and measurements.
//
// # Why
//
// Every cell is a function of the seed and the number of its row, so a table
// is the same however it is cut into batches, files or partitions, and two
// tables of one seed speak of the same people and can be joined. What was
// given up is that rows know of one another: nobody's order follows from the
// order before.
package corpus

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// Options vary a table. The zero value is a table of 2026-11-20.
type Options struct {
	First     int64     // number of the first row: tables of other numbers hold other rows
	People    int64     // how many there are; 0 is a quarter of the rows
	Day       time.Time // of the orders, midnight UTC; zero is 2026-11-20
	Naming    Naming    // how columns are called
	Version   int       // of the schema; 0 is the newest
	Regulars  bool      // some order far more often than others
	RemarkIDs int64     // so many remarks mention an identity number, evenly spread

	span int64 // rows that RemarkIDs are spread over
}

// A Table is a table that can be made: nothing of it is held.
type Table struct {
	name    string
	seed    uint64
	rows    int64
	opt     Options
	columns []*column
	schema  *arrow.Schema
	begin   func(d *draw) // says whom a row is about; nil is a buyer
	truth   *TableTruth   // of the last whole pass
	report  func(Span)    // is told of what stands in text, in the order of rows
}

// newTable gives the columns their names and the table its schema.
func newTable(name string, seed uint64, rows int64, opt Options, columns []*column) *Table {
	if opt.People <= 0 {
		opt.People = max(rows/4, 1)
	}
	if opt.Day.IsZero() {
		opt.Day = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	}
	opt.span = rows
	columns = atVersion(columns, opt.Version)
	opt.Naming.rename(name, seed, columns)
	for _, c := range columns {
		c.leaves("", func(path string, leaf *column) { leaf.path = path })
	}
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		fields[i] = c.field()
	}
	return &Table{name: name, seed: seed, rows: rows, opt: opt, columns: columns, schema: arrow.NewSchema(fields, nil)}
}

// Name is the table's name: "order", "user".
func (t *Table) Name() string { return t.name }

// Rows is how many rows the table has.
func (t *Table) Rows() int64 { return t.rows }

// Schema is the table's Arrow schema. Low-cardinality columns are dictionaries.
func (t *Table) Schema() *arrow.Schema { return t.schema }

// A draw is one row being made.
type draw struct {
	*rand.Rand
	src    *rand.PCG
	aside  *rand.Rand // what is drawn of things that have more than one row
	beside *rand.PCG
	seed   uint64
	row    int64
	slot   int // of the list or map being filled
	opt    *Options
	buyer  person
	other  person    // whom the row is also about
	number int64     // of the thing that the row is about
	key    int64     // of the order that the row belongs to
	buf    []byte    // scratch of the column being filled
	marked *counters // of the leaf being filled
	spans  []Span    // of the cell being filled
	report func(Span)
}

// Batches makes the table, size rows at a time. The cells do not depend on
// size. Batches stay valid after the loop.
func (t *Table) Batches(size int) iter.Seq[arrow.RecordBatch] {
	if size <= 0 {
		panic(fmt.Sprintf("corpus: batches of %d rows", size))
	}
	return func(yield func(arrow.RecordBatch) bool) {
		src := rand.NewPCG(0, 0)
		d := &draw{Rand: rand.New(src), src: src, seed: t.seed, opt: &t.opt, report: t.report}
		d.beside = rand.NewPCG(0, 0)
		d.aside = rand.New(d.beside)
		for _, c := range t.columns {
			c.reset()
		}
		builders := make([]array.Builder, len(t.columns))
		for i, c := range t.columns {
			builders[i] = array.NewBuilder(memory.DefaultAllocator, c.storage())
		}
		for at := int64(0); at < t.rows; at += int64(size) {
			n := min(int64(size), t.rows-at)
			for r := at; r < at+n; r++ {
				d.start(t.opt.First+r, t.begin)
				for i, c := range t.columns {
					c.append(d, builders[i])
				}
			}
			cells := make([]arrow.Array, len(t.columns))
			for i, c := range t.columns {
				cells[i] = c.finish(builders[i].NewArray())
			}
			if !yield(array.NewRecordBatch(t.schema, cells, n)) {
				return
			}
		}
		t.truth = t.tell()
	}
}

// start seeds the row: everything drawn from now on follows from seed and row.
func (d *draw) start(row int64, begin func(*draw)) {
	d.row = row
	d.src.Seed(d.seed, mix(uint64(row)))
	if begin != nil {
		begin(d)
		return
	}
	d.buyer = someone(d.seed, d.opt.customer(d.Rand))
}

// customer is the number of somebody who orders.
func (o *Options) customer(r *rand.Rand) int64 {
	if o.Regulars {
		return regular(r, o.People)
	}
	return r.Int64N(o.People)
}

// regular is one of n, the first far more often than the last: the k-th about
// as often as one over the root of k. Of 25,000 customers the best has one order
// in 160, and of 100,000 orders half the customers have two or three each.
func regular(r *rand.Rand, n int64) int64 {
	u := r.Float64()
	return min(int64(u*u*float64(n)), n-1)
}

// A thing is what has a number of its own and stands in more than one row.
type thing uint64

const (
	aPerson thing = iota + 1
	aDevice
	aBinding
	aCard
	anEmployee
	aCompany
)

// about draws of a thing: the same in every row and table that speaks of it.
// What it returns holds until about is called again.
func (d *draw) about(t thing, number int64) *rand.Rand {
	d.beside.Seed(d.seed^mix(uint64(t)), mix(uint64(number)))
	return d.aside
}

// one reports true once in n rows.
func (d *draw) one(n int) bool { return d.IntN(n) == 0 }

// mix spreads a counter over 64 bits, one to one (SplitMix64's finalizer), so
// that neighbouring rows share nothing.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
