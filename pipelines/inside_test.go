package pipelines

import (
	"encoding/base64"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tuomin/detectors"
	"tuomin/scanners/files"
)

// standsIn is what Inside means, by looking everywhere.
func standsIn(values map[string]bool, text string) bool {
	kind := func(i int) int {
		if i < 0 || i >= len(text) {
			return wordOther
		}
		k, _ := wordKind([]byte(text[i:]))
		return k
	}
	last := map[int]int{} // where the character before begins
	before := -1
	for i := range text {
		last[i] = before
		before = i
	}
	last[len(text)] = before
	for v := range values {
		for at := 0; ; at++ {
			i := strings.Index(text[at:], v)
			if i < 0 {
				break
			}
			at += i
			end := at + len(v)
			meets := func(i int) bool {
				a, b := kind(last[i]), kind(i)
				return a != b || a == wordOther
			}
			if meets(at) && meets(end) {
				return true
			}
		}
	}
	return false
}

// Words are told apart by the kinds of their characters, at the edges of each kind too.
func TestWordKind(t *testing.T) {
	for kind, list := range map[int]string{
		wordDigit: "0 9", wordLetter: "a z A Z m", wordOther: "/ : @ [ ` { \x7f _ ， 。 （ ·",
		wordWide: "é ß 々 中 \u4fff \u5000 \u9fff 가 ３ Ｚ \u0301",
	} {
		for _, c := range strings.Fields(list) {
			if got, n := wordKind([]byte(c + "中")); got != kind || n != len(c) {
				t.Errorf("%q is of kind %d and %d bytes, want %d", c, got, n, kind)
			}
		}
	}
	for _, c := range []string{"\xe7", "\xe7\x8e", "\xe7x\x80", "\xe7\x8ex", "\xff"} { // no characters, each byte by itself
		if got, n := wordKind([]byte(c)); got != wordOther || n != 1 {
			t.Errorf("%q is of kind %d and %d bytes", c, got, n)
		}
	}
}

// Inside finds what a search for each value by itself finds, in memory and spilled.
func TestInside(t *testing.T) {
	values := map[string]bool{}
	for _, v := range []string{"张小三", "欧阳小三", "阿不都·买买提", "13800000000", "u3fa90000", "jd_100001", "省份证0001", "a b c d e", "(010)0000", "2024-01-01T00:00:00.5", "测试路00号9栋", "(010)00000000)", "pin_0001", "e\u0301tat-civil", "00000000ffffffff", strings.Repeat("x", longestInside)} {
		values[v] = true
	}
	all := slices.Sorted(maps.Keys(values))
	pieces := append([]string{"", " ", "请", "联系", "谢谢", "号", "1", "0", "a", "\xd6\xc2\xb5\xe7", "\xe7", "é\u0301", "user", "，", "：", "\"", "{", "_", "张", "小三", "３", "\xff", "é", "\n"}, all...)
	r := rand.New(rand.NewPCG(3, 4))
	texts := make([]string, 1000)
	holding := 0
	for i := range texts {
		for range 1 + r.IntN(6) {
			texts[i] += pieces[r.IntN(len(pieces))]
		}
		if standsIn(values, texts[i]) {
			holding++
		}
	}
	if holding < len(texts)/10 || holding > len(texts)*9/10 {
		t.Errorf("%d of %d texts hold a value: the test shows little", holding, len(texts))
	}
	filled := func(limit int64) *rawSet {
		set := newRawSet(files.Local{}, limit, t.TempDir())
		for _, v := range all {
			set.Add([]byte(v), everywhere, 1)
		}
		set.Seal()
		t.Cleanup(func() {
			if err := set.Close(); err != nil {
				t.Error(err)
			}
		})
		return set
	}
	inMemory := filled(1 << 30)
	for i, text := range texts {
		want := standsIn(values, text)
		if _, ok := inMemory.Inside([]byte(text), 2, nil); ok != want {
			t.Fatalf("in %q: %v, want %v", text, ok, want)
		}
		if i >= 30 { // one set for each, as Hits is of all that was asked
			continue
		}
		spilled := filled(1)
		spilled.Inside([]byte(text), 2, nil)
		if hits, err := spilled.Hits(); err != nil || len(hits) > 0 != want {
			t.Fatalf("spilled, in %q: %d hits, want %v: %v", text, len(hits), want, err)
		}
	}
}

// receiver is one of a thousand names of three characters.
func receiver(i int) string {
	return string([]rune("王李张刘陈杨赵黄周吴")[i%10]) + string([]rune("伟芳娜敏静丽强磊军洋")[i/10%10]) + string([]rune("国明华英平建志文晓海")[i/100%10])
}

// A value that had to go stands nowhere in what is kept: not within text, and not in
// the name of a file; however often it repeats, and whatever may be done to it.
func TestInsideOfKept(t *testing.T) {
	const n = 600
	pins := func(i int) string { return fmt.Sprintf("u%08x", uint32(i)*2654435761) }
	few := func(i int) string { return pins(i % 20) }
	names := receiver
	mobiles := func(i int) string { return fmt.Sprintf("1380000%04d", i) }
	in := func(of func(i int) string, format string) func(i int) string {
		return func(i int) string {
			if i%50 != 7 { // the first and the last of all texts too, so that no statistics tell
				return []string{"一切正常", "!", "龥"}[i%3]
			}
			return fmt.Sprintf(format, of(i))
		}
	}
	hashed := func(column string) string {
		return fmt.Sprintf("\n  - {match: {column: %s}, do: {hmac: {domain: account}}}\n  - {match: {column: note}, do: keep}", column)
	}
	base64Of := func(i int) string { return base64.StdEncoding.EncodeToString([]byte(mobiles(i))) }
	jsonOf := func(i int) string { return strings.Trim(strconv.QuoteToASCII(names(i)), `"`) }
	urlOf := func(of func(i int) string) func(i int) string {
		return func(i int) string { return "100% " + url.QueryEscape(of(i)) }
	}
	const digest = "\n  - {match: {column: mobile}, do: {sha256: {accept_enumerable: true}}}\n  - {match: {column: note}, do: keep}"
	const dropped = "\n  - {match: {column: real_name}, do: drop}\n  - {match: {column: note}, do: keep}"
	for _, c := range []struct {
		about, rules, column string
		value, note          func(i int) string
		file                 string
		want                 Reason
	}{
		{"an account in JSON", hashed("user_id"), "user_id", pins, in(pins, `{"pin":"%s"}`), "", NotVerified},
		{"an account of eight bytes", hashed("user_id"), "user_id", func(i int) string { return pins(i)[1:] }, in(func(i int) string { return pins(i)[1:] }, "%s"), "", NotVerified},
		{"an account between words", hashed("user_id"), "user_id", pins, in(pins, "用户%s已下单"), "", NotVerified},
		{"an account that many rows have", hashed("user_id"), "user_id", few, in(few, "pin=%s;催单"), "", NotVerified},
		{"an account that many rows have, in a file's name", hashed("user_id"), "user_id", few, in(few, "无%.0s"), "user_" + few(1) + ".parquet", NotVerified},
		{"accounts elsewhere", hashed("user_id"), "user_id", pins, in(func(i int) string { return pins(i + 1e6) }, "pin=%s;催单"), "", Committed},
		{"a longer number", hashed("user_id"), "user_id", func(i int) string { return fmt.Sprintf("77%010d", i) }, in(func(i int) string { return fmt.Sprintf("77%010d", i) }, "单%s99000"), "", Committed},
		{"a telephone between words", strings.Replace(digest, "sha256: {accept_enumerable: true}", "hmac: {domain: mobile}", 1), "mobile", mobiles, in(mobiles, "请联系%s谢谢"), "", NotVerified},
		{"a telephone in base64", hashed("mobile"), "mobile", mobiles, in(base64Of, "%s"), "", NotVerified},
		{"and without padding, behind a mark", hashed("mobile"), "mobile", mobiles, in(func(i int) string { return strings.TrimRight(base64Of(i), "=") }, "客户id-%s，急"), "", NotVerified},
		{"other texts in base64", hashed("mobile"), "mobile", mobiles, in(func(i int) string { return base64Of(i + n) }, "%s"), "", Committed},
		{"a telephone in hex", hashed("mobile"), "mobile", mobiles, in(func(i int) string { return fmt.Sprintf("%X", mobiles(i)) }, "0x%s"), "", NotVerified},
		{"a name in a URL", dropped, "real_name", names, in(urlOf(names), "/pay?name=%s&n=1"), "", NotVerified},
		{"other names in URLs", dropped, "real_name", names, in(urlOf(func(i int) string { return names(700 + i/2) }), "/pay?name=%s&n=1"), "", Committed},
		{"a name in JSON of ASCII", dropped, "real_name", names, in(jsonOf, `{"to": "%s"}`), "", NotVerified},
		{"a telephone of which the hash was accepted", digest, "mobile", mobiles, in(mobiles, `{"b":"%s"}`), "", NotVerified},
		{"and in a file's name", digest, "mobile", mobiles, in(mobiles, "无%.0s"), "x_" + mobiles(1) + ".parquet", NotVerified},
		{"hashes that were accepted", digest, "mobile", mobiles, in(mobiles, "无%.0s"), "", Committed},
		{"nobody's numbers", hashed("user_id"), "user_id", func(i int) string {
			return []string{pins(i), "00000000-0000-0000-0000-000000000000", "02:00:00:00:00:00", "9223372036854775807"}[min(i%9, 3)]
		}, in(func(i int) string {
			return []string{"00000000-0000-0000-0000-000000000000", "02:00:00:00:00:00", "9223372036854775807"}[i%3]
		}, "设备 %s"), "", Committed},
		{"words for none", hashed("user_id"), "user_id", func(i int) string { return []string{pins(i), "undefined"}[i%2] }, func(i int) string { return []string{"undefined", "未填写"}[i%2] }, "", Committed},
		{"places that are a city only", strings.Replace(hashed("address"), "hmac: {domain: account}", "generalize: {to: city}", 1), "address", func(i int) string {
			if i%40 == 7 {
				return "上海市浦东新区"
			}
			return fmt.Sprintf("上海市浦东新区测试路%d号", i)
		}, func(i int) string { return []string{"上海市浦东新区", "北京市"}[i&1] }, "", Committed},
		{"a name", dropped, "real_name", names, in(names, "签收：%s，已核对"), "", NotVerified},
		{"a name that many rows have", dropped, "real_name", func(i int) string { return names(i % 20) }, in(func(i int) string { return names(i % 20) }, "%s 已签收"), "", NotVerified},
		{"what is written in place of names", dropped, "real_name", func(i int) string {
			if i%40 == 7 {
				return []string{"菜鸟驿站", "收发室"}[i/40%2]
			}
			return names(i)
		}, func(i int) string { return []string{"菜鸟驿站，急", "收发室", "无"}[i%3] }, "", Committed},
		{"a name with more behind it", dropped, "real_name", func(i int) string { return names(i) + " " + mobiles(i) }, in(func(i int) string { return names(i) + " " + mobiles(i) }, "%s"), "", NotVerified},
		{"a shop that is called as somebody is", dropped, "real_name", names, in(func(i int) string { return names(i + 1) }, "%s水果店"), "", Committed},
		{"a shop that is called as its owner is", dropped, "real_name", names, in(names, "%s水果店"), "", NotVerified},
		{"a name in prose", dropped, "real_name", names, in(names, "货已由%s签收"), "", NotVerified},
		{"a name that many rows have", dropped, "real_name", func(i int) string { return names(i % 20) }, in(func(i int) string { return names(i % 20) }, "货已由%s签收"), "", NotVerified},
		{"other prose", dropped, "real_name", names, in(names, "货已由本人签收%.0s"), "", Committed},
		{"a name within prose, once", dropped, "real_name", names, func(i int) string {
			if i == n-1 {
				return "给" + names(i) + "的生日礼物"
			}
			return "给妈妈的生日礼物"
		}, "", NotVerified},
		{"a district in the prose of its own row", strings.Replace(hashed("address"), "hmac: {domain: account}", "generalize: {to: city}", 1), "address", func(i int) string {
			if i%40 == 7 {
				return "上海市浦东新区"
			}
			return fmt.Sprintf("上海市浦东新区测试路%d号", i)
		}, func(i int) string {
			if i%40 == 7 {
				return "送到上海市浦东新区的货"
			}
			return fmt.Sprintf("对面是上海市浦东新区测试路%d号楼", i+1) // somebody else's
		}, "", Committed},
		{"what is written in place of names, in the prose of its own row", dropped, "real_name", func(i int) string {
			if i%40 == 7 {
				return "菜鸟驿站"
			}
			return names(i)
		}, func(i int) string {
			if i%40 == 7 {
				return "已放到菜鸟驿站了"
			}
			return fmt.Sprintf("货已由%s签收", names(i+1)) // somebody else
		}, "", Committed},
		{"an address within prose", hashed("address"), "address", func(i int) string { return fmt.Sprintf("北京市朝阳区建国路%d号楼", 9000+i) }, func(i int) string {
			return fmt.Sprintf("请送到北京市朝阳区建国路%d号楼下", 9000+i)
		}, "", NotVerified},
	} {
		t.Run(c.about, func(t *testing.T) {
			b := newBench(t, c.rules, "", func(dir string) error {
				if err := os.Mkdir(dir, 0o700); err != nil {
					return err
				}
				name := "a.parquet"
				if c.file != "" {
					name = c.file
				}
				return writeText(filepath.Join(dir, name), []string{c.column, "note"}, [][]string{text(n, c.value), text(n, c.note)})
			})
			r := b.must(c.want)
			if left := dataFiles(t, filepath.Join(b.dir, "output")); c.want == NotVerified && len(left) > 0 {
				t.Errorf("what was refused is left: %v", left)
			}
			if c.want == NotVerified && !strings.Contains(r.Err().Error(), "column "+c.column+" that had to go") {
				t.Error(r.Err())
			}
		})
	}
}

// dataFiles are the Parquet files under a directory, staged ones too.
func dataFiles(t *testing.T, dir string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && strings.Contains(e.Name(), ".parquet") && strings.HasSuffix(path, ".part") {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// What a comment on a kept column tells of somebody goes, whoever that is; other
// comments stay. A list or an object is no comment: its labels may be anybody's.
func TestTelling(t *testing.T) {
	tells := telling(detectors.Shipped())
	for comment, want := range map[string]bool{
		"例：13800000000": true, "eg +86 138-0000-0000": true, "１３８００００００００": true, "邮箱 someone@example.org": true,
		"联系电话": false, "order number, 18 digits": false, "2024-01-01 起": false, "": false, "decimal(18,2)": false, "110105188001010010": false,
		`["tom88","kk"]`: true, "['tom88', 'kk']": true, ` {"tom88": 0} `: true, "('tom88',)": true,
		"[]": false, "{}": false, "[必填] 1=男, 2=女": false, "(": false,
	} {
		if tells(comment) != want {
			t.Errorf("%q tells of somebody: %v", comment, !want)
		}
	}
}

// What is somebody's is no category, however often it repeats.
func TestNarrow(t *testing.T) {
	few := &detectors.Classification{Rows: 10_000, Distinct: 50, DistinctExact: true, Level: "L2"}
	person := *few
	person.Level = "L3"
	for _, c := range []struct {
		class   string
		verdict detectors.Verdict
		found   *detectors.Classification
		want    bool
	}{
		{"none", detectors.VerdictNone, few, true}, {"gender", detectors.VerdictIs, few, true}, {"tenant_id", detectors.VerdictIs, few, true},
		{"account_id", detectors.VerdictIs, few, false}, {"cn_person_name", detectors.VerdictIs, &person, false},
		{"unknown", detectors.VerdictUnknown, few, false}, {"cn_person_name", detectors.VerdictContains, &person, true}, {"none", detectors.VerdictNone, nil, false},
	} {
		if got := (&PlannedColumn{Class: c.class, Verdict: c.verdict, found: c.found}).narrow(); got != c.want {
			t.Errorf("%s %s: narrow %v", c.verdict, c.class, got)
		}
	}
}
