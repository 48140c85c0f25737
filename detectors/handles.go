package detectors

import (
	"bytes"
	"strings"
)

// In remarks and chats people give what they are called in WeChat, which no column's
// name says: 微信号：ada_1815, VX: ada_1815.

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
