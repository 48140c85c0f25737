package detectors

import "strings"

// In remarks and chats people give what they are called in WeChat, which no column's
// name says: 微信号：ada_1815, VX: ada_1815.

// messengers are words for WeChat that stand last in a label, as filters of platforms
// let them pass too.
var messengers = strings.Fields(`微信 微信号 微信账号 微信id 微信号码 wechat weixin vx wx v信 薇信 威信 wechatid wxid`)

// messenger reports whether a label ends with such a word.
func messenger(label []byte) bool {
	for _, w := range messengers {
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
