package detectors

import (
	"bytes"
	"slices"
	"strings"
)

// In remarks and chats people give what they are called in WeChat, which no column's
// name says: 微信号：ada_1815, VX: ada_1815, 加V ada_1815, 联系 wxid_00000000000000.

// messengers are words for WeChat that stand last in a label, as filters of platforms
// let them pass too. messengerApps name the app as well, and programs write behind them
// how somebody paid or where from he came: wechat: success, wx:miniprogram.
var (
	messengers    = strings.Fields(`微信号 微信账号 微信id 微信号码 vx v信 薇信 威信 wechatid wxid`)
	messengerApps = strings.Fields(`微信 wechat weixin wx`)
)

// messenger is what tells a name in WeChat behind a label that ends with such a word,
// nil behind others.
func messenger(label []byte) func(v []byte) bool {
	switch {
	case endsWith(label, messengers):
		return handle
	case endsWith(label, messengerApps):
		return func(v []byte) bool { return handle(v) && bytes.ContainsAny(v, "0123456789") }
	}
	return nil
}

// endsWith reports whether a label ends with one of some words.
func endsWith(label []byte, words []string) bool {
	for _, w := range words {
		n := len(label) - len(w)
		if n >= 0 && hasFold(label[n:], w) && (n == 0 || label[n-1] >= 0x80 || w[0] >= 0x80) {
			return true
		}
	}
	return false
}

// shortestHandle and longestHandle are how many characters a name in WeChat has.
const (
	shortestHandle = 6
	longestHandle  = 20
)

// handle reports whether v is a name as WeChat lets people choose one, or makes it
// (wxid_…): a letter first, then letters, digits, _ and - (identifiers.md §7.8).
func handle(v []byte) bool {
	if len(v) < shortestHandle || len(v) > longestHandle || kinds[v[0]] != kindLetter || Nullish(v) {
		return false
	}
	for _, c := range v {
		if kinds[c] != kindLetter && kinds[c] != kindDigit && c != '_' && c != '-' {
			return false
		}
	}
	return true
}

// handleDigits is how many digits a handle has at least that stands behind a word
// without a colon, and bareDigits how many it ends with where nobody is asked to add
// it. Not fewer: programs and their versions stand there too, 微信 wxpay_v3 and 微信
// iPhone15. Not more: people add the year they were born in, or a few digits.
const (
	handleDigits = 2
	bareDigits   = 3
)

// chats are words for WeChat before a handle without a colon; the first of them are too
// short where nobody is asked to add it.
var chats = slices.Concat(strings.Fields(`v 薇 微 威`), messengers, messengerApps)

const shortChats = 4

// chatEnds are the last bytes of chats, and of what may stand behind them: most of what
// stands before a run is none.
var chatEnds = func() (t [256]bool) {
	for _, w := range append([]string{"是", "为"}, chats...) {
		last := w[len(w)-1]
		t[last] = true
		if last < 0x80 {
			t[last&^0x20] = true
		}
	}
	return t
}()

// asking are words that ask somebody to add a name, or say whose it is, and notAsking
// such that only end as they do.
var asking, notAsking = strings.Fields(`加 + 我 他 她 联系 搜`), strings.Fields(`增加 追加 附加 参加 叠加 其他`)

// handleIn finds a name in WeChat that begins with the run at s, or behind the word
// that the run begins with, and that WeChat made or of which the words before say so.
func handleIn(_ *knowledge, b []byte, s, _ int) (from, to int, g Grade) {
	if kinds[b[s]] != kindLetter {
		return 0, 0, 0
	}
	made := hasFold(b[s:], "wxid_")
	if !made && (s < 2 || b[s-1] < 0x80 && b[s-1] != ' ' && b[s-1] != '+') || made && s > 0 && (b[s-1] == '_' || b[s-1] == '-') {
		return 0, 0, 0
	}
	from, bare := s, false
	if !made {
		if from, bare = spokenBefore(b, s); from < 0 {
			return 0, 0, 0
		}
	}
	digits, last, e := 0, 0, from
	for ; e < len(b) && (isAlnum(b[e]) || b[e] == '_' || b[e] == '-'); e++ {
		last++
		if kinds[b[e]] == kindDigit {
			digits++
		} else {
			last = 0
		}
	}
	if digits < handleDigits || !handle(b[from:e]) || e < len(b) && strings.IndexByte(".@/(=+*", b[e]) >= 0 {
		return 0, 0, 0
	}
	if bare && (last < bareDigits || e < len(b) && !ends(b[e:])) {
		return 0, 0, 0
	}
	return from, e, Worded
}

// ends reports whether b begins with a mark of punctuation.
func ends(b []byte) bool {
	_, action := other(b)
	return strings.IndexByte(",;!?)\n", b[0]) >= 0 || b[0]>>4 == 0xe && action == stopIt
}

// spokenBefore is where a handle begins that has a word for WeChat before s or, written
// together with it, behind it; negative where there is none. bare says that the word
// alone says so.
func spokenBefore(b []byte, s int) (from int, bare bool) {
	before, glued := bytes.TrimRight(b[max(0, s-longestLabel):s], " "), b[s-1] != ' ' && (b[s]|0x20 == 'v' || b[s]|0x20 == 'w')
	if !glued && (len(before) == 0 || !chatEnds[before[len(before)-1]]) {
		return -1, false
	}
	for _, w := range [...]string{"是", "为"} {
		before = bytes.TrimSuffix(before, []byte(w))
	}
	for i, w := range chats {
		n := len(before) - len(w)
		if n < 0 || !hasFold(before[n:], w) || n > 0 && w[0] < 0x80 && isAlnum(before[n-1]) {
			continue
		}
		asked, not := asks(before[:n])
		if asked {
			return s, false
		}
		bare = bare || !not && i >= shortChats
	}
	if bare {
		return s, true
	}
	if asked, _ := asks(before); asked && glued {
		for _, w := range [...]string{"vx", "wx", "weixin", "wechat", "v"} {
			if hasFold(b[s:], w) {
				return s + len(w), false
			}
		}
	}
	return -1, false
}

// asks reports whether one of the three characters that b ends with asks for a name,
// and whether they only seem to.
func asks(b []byte) (asked, not bool) {
	b = b[max(0, len(b)-3*len("加")):]
	has := func(w string) bool { return bytes.Contains(b, []byte(w)) }
	not = slices.ContainsFunc(notAsking, has)
	return !not && slices.ContainsFunc(asking, has), not
}
