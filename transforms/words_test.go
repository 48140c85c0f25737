package transforms_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"tuomin/transforms"
)

// noting is Options that say nothing and note what could have been said.
type noting struct{ fields []reflect.StructField }

func (n *noting) Decode(into any) error {
	n.fields = reflect.VisibleFields(reflect.TypeOf(into).Elem())
	return nil
}

// The words of an option, which the schema of job files shows, are those that
// it may be and no others.
func TestWords(t *testing.T) {
	tried := 0
	for _, e := range transforms.All() {
		var n noting
		if _, err := e.New(&n); err != nil {
			t.Fatal(err)
		}
		for _, f := range n.fields {
			name, words := f.Tag.Get("yaml"), strings.Fields(f.Tag.Get("words"))
			refuses := func(word string) bool {
				said := fmt.Sprintf("%s: %s", name, word)
				var field *transforms.FieldError
				if _, err := e.New(transforms.None{}); errors.As(err, &field) && field.Field != name {
					said += ", " + field.Field + ": x" // which must be there
				}
				_, err := e.New(options("{" + said + "}"))
				var wrong *transforms.FieldError
				return errors.As(err, &wrong) && wrong.Field == name
			}
			for _, w := range words {
				tried++
				if refuses(w) {
					t.Errorf("%s.%s: %s is no word of it", e.Name, name, w)
				}
			}
			if len(words) > 0 && !refuses("no_such_word") {
				t.Errorf("%s.%s: it may be more than its words", e.Name, name)
			}
		}
	}
	if tried == 0 {
		t.Error("no option has words")
	}
}
