package transforms_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"tuomin/scanners/columns"
	"tuomin/transforms"
	"tuomin/transforms/keys"
)

// testEnv is what a job would lend: forms and divisions simple enough to be
// seen through, and an ephemeral key.
func testEnv() *transforms.Env {
	set := keys.NewEphemeral()
	return &transforms.Env{
		Key: func(domain string) (keys.Key, error) {
			return set.Key(domain, keys.Scope{Purpose: "test"})
		},
		Domain: func(name string) (string, bool) {
			form, ok := map[string]string{"mobile": "cn_mobile", "person": "cn_id18", "account": "text"}[name]
			return form, ok
		},
		Canonical: canonical,
		Nullish: func(v []byte) bool {
			switch string(bytes.TrimSpace(v)) {
			case "", "NULL", `\N`, "未知":
				return true
			}
			return false
		},
		Division: division,
		Space:    func(class string) float64 { return map[string]float64{"cn_mobile": 7e9, "cn_id18": 2.4e11}[class] },
		Checked:  func(class string) bool { return class == "cn_id18" },
		Zone:     time.FixedZone("CST", 8*3600),
	}
}

func canonical(form string) (func(dst, v []byte) ([]byte, bool), error) {
	switch form {
	case "text":
		return func(dst, v []byte) ([]byte, bool) { return append(dst, bytes.TrimSpace(v)...), true }, nil
	case "cn_mobile":
		return func(dst, v []byte) ([]byte, bool) {
			start := len(dst)
			v = bytes.TrimPrefix(bytes.TrimSpace(v), []byte("+86"))
			for _, c := range v {
				switch {
				case c >= '0' && c <= '9':
					dst = append(dst, c)
				case c != ' ' && c != '-':
					return dst[:start], false
				}
			}
			return dst, len(dst)-start == 11 && dst[start] == '1'
		}, nil
	case "cn_id18":
		return func(dst, v []byte) ([]byte, bool) {
			v = bytes.TrimSpace(v)
			if len(v) != 18 {
				return dst, false
			}
			dst = append(dst, v...)
			if dst[len(dst)-1] == 'x' {
				dst[len(dst)-1] = 'X'
			}
			return dst, true
		}, nil
	case "account_id", "order_id":
		return func(dst, v []byte) ([]byte, bool) { return append(dst, v...), len(v) > 0 }, nil
	}
	return nil, errors.New("no such form")
}

// division cuts an address behind the first 省, 市 or 区.
func division(dst, v []byte, to string) ([]byte, bool) {
	mark := "省"
	switch to {
	case "city":
		mark = "市"
	case "district":
		mark = "区"
	}
	i := bytes.Index(v, []byte(mark))
	if i < 0 {
		return dst, false
	}
	return append(dst, v[:i+len(mark)]...), true
}

// options is Options from the text of a flow mapping, {keep_first: 3}. It is
// strict, as that of job files is.
type options string

func (o options) Decode(into any) error {
	body := strings.TrimSpace(string(o))
	if body != "" {
		if body[0] != '{' || body[len(body)-1] != '}' {
			return fmt.Errorf("not a flow mapping")
		}
		for pair := range strings.SplitSeq(body[1:len(body)-1], ",") {
			if strings.TrimSpace(pair) == "" {
				continue
			}
			key, value, ok := strings.Cut(pair, ":")
			if !ok {
				return fmt.Errorf("not a pair: %q", pair)
			}
			if err := set(into, strings.TrimSpace(key), strings.Trim(strings.TrimSpace(value), `"`)); err != nil {
				return err
			}
		}
	}
	return transforms.None{}.Decode(into)
}

func set(into any, key, value string) error {
	s := reflect.ValueOf(into).Elem()
	for i := range s.NumField() {
		if s.Type().Field(i).Tag.Get("yaml") != key {
			continue
		}
		switch f := s.Field(i); f.Kind() {
		case reflect.String:
			f.SetString(value)
		case reflect.Int:
			n, err := strconv.Atoi(value)
			if err != nil {
				return &transforms.FieldError{Field: key, Err: err}
			}
			f.SetInt(int64(n))
		case reflect.Bool:
			f.SetBool(value == "true")
		}
		return nil
	}
	return &transforms.FieldError{Field: key, Err: errors.New("no such field")}
}

// bind makes a transform and ties it to a column.
func bind(t testing.TB, name, opts string, col *columns.Column, class string) transforms.Bound {
	t.Helper()
	b, err := tryBind(name, opts, col, class, testEnv())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func tryBind(name, opts string, col *columns.Column, class string, env *transforms.Env) (transforms.Bound, error) {
	e, ok := transforms.Lookup(name)
	if !ok {
		return transforms.Bound{}, fmt.Errorf("no transform %q", name)
	}
	tr, err := e.New(options(opts))
	if err != nil {
		return transforms.Bound{}, err
	}
	return tr.Bind(col, class, env)
}
