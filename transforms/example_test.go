package transforms_test

import (
	"context"
	"fmt"

	"tuomin/scanners/columns"
	"tuomin/transforms"
)

// A transform is looked up by name, tied to a column, and makes a kernel for
// each worker.
func Example() {
	entry, _ := transforms.Lookup("mask")
	mask, err := entry.New(options("{keep_first: 3, keep_last: 4}"))
	if err != nil {
		fmt.Println(err)
		return
	}
	column := &columns.Column{Path: "receiver.phone", Type: columns.Type{Kind: columns.Text}}
	bound, err := mask.Bind(column, "cn_mobile", testEnv())
	if err != nil {
		fmt.Println(err)
		return
	}
	var b columns.Builder
	b.Append([]byte("13800000000"))
	b.Append([]byte("1380"))
	page := b.Values()
	out, err := bound.NewKernel().Apply(context.Background(),
		&columns.Leaf{Column: column, Rows: 2, Slots: 2, Values: &page}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range out.Values.Len() {
		fmt.Printf("%s\n", out.Values.At(i))
	}
	fmt.Println(bound.Guarantee, bound.Laws)
	// Output:
	// 138****0000
	// ****
	// masked stable same_type same_length overlapping
}
