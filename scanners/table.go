package scanners

import (
	"io"
	"time"

	"tuomin/scanners/columns"
	"tuomin/scanners/files"
)

// A Table is the files that are one table; Discover says which they are.
type Table struct {
	// Path is the directory of the table, k=v levels taken off; or its first
	// file, where the directory holds other tables before it, or where the
	// file itself was asked for.
	Path  string
	Files []File // in path order, never empty
	// Schema is the union of the files' leaves by path, in the order in which
	// they are first met, and then the partition columns.
	Schema *columns.Schema
}

// Rows is how many rows the table has, by its files' metadata.
func (t *Table) Rows() int64 {
	var n int64
	for i := range t.Files {
		n += t.Files[i].Rows
	}
	return n
}

// A File is one data file of a table.
type File struct {
	Path      string // to open it by; "-" for the standard input
	Rel       string // below the table's directory, with slashes, k=v levels included
	Format    Format
	Size      int64
	ModTime   time.Time
	Rows      int64 // by its metadata
	Parts     int
	Partition []PartitionValue // outermost first
	Schema    *columns.Schema  // the file's own leaves; shared by files that have the same

	// Only are the parts that Open shows, in their order; nil means all.
	Only []int

	spool files.File // the standard input, which can be read only once
}

// A PartitionValue is one k=v level of a file's path, decoded.
type PartitionValue struct {
	Name, Value string
	Null        bool // Hive's __HIVE_DEFAULT_PARTITION__
}

// A Failure is a path that could not be taken into a table. Its Err says why
// and, where there is one, what to do about it; it holds no value of the data.
// The path may: a directory "city=北京" is data too.
type Failure struct {
	Path string
	Code Code
	Err  error
}

// Error is the path, and why it could not be read.
func (f Failure) Error() string { return f.Path + ": " + f.Err.Error() }

// Unwrap is why it could not be read.
func (f Failure) Unwrap() error { return f.Err }

// Options are what opening and discovering need to know. The zero value reads
// local files under DefaultLimits.
type Options struct {
	Limits Limits
	Stdin  io.Reader // what "-" stands for
	FS     files.FS  // nil means files.Local
	Temp   string    // directory for spill files; "" means the system's
	// Partitions are those that Discover looks into.
	Partitions PartitionFilter
}

// Limits bound what a file can make its reader do. A field that is 0 means
// that of DefaultLimits. A limit that is hit is an Error with CodeBomb.
type Limits struct {
	// Memory is about how many bytes a reader may hold at once, decompressed
	// pages or batches included.
	Memory int64
	// Leaves is how many leaf columns a file may have, and Depth how deep its
	// schema may nest.
	Leaves int
	Depth  int
	// Spool is how many bytes of the standard input are taken.
	Spool int64
}

// DefaultLimits are far above what is found in lakes, where tables of some
// thousand columns exist, and low enough for a container of 1 GiB.
var DefaultLimits = Limits{
	Memory: 512 << 20,
	Leaves: 1 << 18,
	Depth:  64,
	Spool:  64 << 30,
}

func (o Options) withDefaults() Options {
	d := DefaultLimits
	l := &o.Limits
	l.Memory = orElse(l.Memory, d.Memory)
	l.Leaves = orElse(l.Leaves, d.Leaves)
	l.Depth = orElse(l.Depth, d.Depth)
	l.Spool = orElse(l.Spool, d.Spool)
	if o.FS == nil {
		o.FS = files.Local{}
	}
	return o
}

func orElse[T int | int64](v, otherwise T) T {
	if v == 0 {
		return otherwise
	}
	return v
}
