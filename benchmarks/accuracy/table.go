package accuracy

import (
	"fmt"
	"io"
	"runtime"
	"text/tabwriter"

	"tuomin/benchmarks/corpus"
)

// namings are the columns of the table.
var namings = []corpus.Naming{corpus.Telling, corpus.Meaningless, corpus.Misleading}

// Print writes a table: of each class, for columns under each kind of name and
// for places in text, recall, precision and F1, and how many there were.
func (s *Scores) Print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "class")
	for _, n := range namings {
		fmt.Fprintf(t, "\t%s: n\trecall\tprec\tF1", n)
	}
	fmt.Fprintln(t, "\ttext: n\trecall\tprec\tF1")
	for _, class := range s.Classes() {
		score := s.Of(class)
		fmt.Fprint(t, class)
		for _, n := range namings {
			printCounts(t, *score.Columns[n])
		}
		printCounts(t, score.Text)
		fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\ntext: %d characters planted, %d of them in no hit (%.4f %%)\n", s.Planted, s.Residual, 100*ratio(s.Residual, s.Planted))
	return err
}

func printCounts(w io.Writer, c Counts) {
	if c.total() == 0 {
		fmt.Fprint(w, "\t-\t-\t-\t-")
		return
	}
	fmt.Fprintf(w, "\t%d\t%.4f\t%.4f\t%.4f", c.Found+c.Missed, c.Recall(), c.Precision(), c.F1())
}

// Machine is the kind of machine that runs are kept by.
func Machine() string {
	return fmt.Sprintf("%s-%s-%dcpu", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
}
