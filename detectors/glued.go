package detectors

// Names are also written without anything between their words: receivermobile, as
// Hive keeps receiverMobile, and initials such as sjrdz (收件人地址).

const (
	// shortestGlued and longestGlued are how many letters such a name has. Not fewer:
	// khdz has four. Not more: what is longer is no name that people type.
	shortestGlued = 4
	longestGlued  = 32
	// shortestPart is how many letters a word in it has. Not fewer: designer is no
	// de signer. Not more: zip and tel have three. Some have fewer, see shortParts.
	shortestPart = 3
	// longestPersonal is how many letters initials have that say whose and what. Not
	// more: tbrsfzhm (投保人身份证号码) has eight.
	longestPersonal = 8
)

// shortParts are words of two letters that others end with: driverid, orderno.
const shortParts = `id no ip`

// tailWords are what a name may end with of which the rest is no word: regphone,
// bindmobile.
const tailWords = `mobile phone telephone address addr idcard bankcard email username password userid orderid orderno
	dizhi shouji shoujihao dianhua shenfenzheng zhengjianhao xingming`

// wholeWords only look as if others were glued together in them: no iphone is the phone
// of an i, no codename of a cod called by its English name.
const wholeWords = `iphone smartphone earphone earphones headphone headphones microphone megaphone gramophone dictaphone automobile snowmobile immobile
	transparent placeholder mandate moderate keyword passkey soundtrack telnet voicemail codename postcode licensee
	border recorder reorder disorder mouse flat streetcar babylon cartel hybrid carnation ownership translate template`

// tailInitials are initials that no other word ends with: those of 地址, 手机号,
// 联系电话, 联系方式, 身份证号 and 证件号码.
const tailInitials = `dz sjh sjhm lxdh lxfs sfz sfzh sfzhm zjh zjhm`

// apart appends the words that a token in Latin letters is made of: those of the
// dictionary that make it whole, or the one that it ends with and what is before it.
func (d *dictionary) apart(tokens []string, token string) []string {
	if d.latin[token] || len(token) < shortestGlued || len(token) > longestGlued {
		return append(tokens, token)
	}
	if whole, ok := d.glued(tokens, token); ok {
		return whole
	}
	if token[0] == 'f' { // Kingdee puts it before every name: fcustname
		if rest, ok := d.glued(append(tokens, "f"), token[1:]); ok && len(rest) > len(tokens)+2 {
			return rest
		}
	}
	for i := 1; i < len(token); i++ {
		rest, tail := token[:i], token[i:]
		if d.tails[tail] || len(token) <= longestPersonal && (d.initials[tail] || d.personal(rest, tail)) {
			return append(tokens, rest, tail)
		}
	}
	return append(tokens, token)
}

// personal reports whether one word says whom another is about: lxr and sj, 联系人手机.
func (d *dictionary) personal(whose, what string) bool {
	m := d.words[whose]
	return (m.role != RoleNone || m.whose || len(m.alone) > 0) && len(d.words[what].classes) > 0
}

// glued appends the words of the dictionary that make the token whole, the longest at
// its end.
func (d *dictionary) glued(tokens []string, token string) (words []string, ok bool) {
	for i := range token {
		part := token[i:]
		switch {
		case !d.latin[part], len(part) < shortestPart && !d.short[part]:
		case i == 0:
			return append(tokens, token), len(part) >= shortestPart
		default:
			if words, ok = d.glued(tokens, token[:i]); ok {
				return append(words, part), true
			}
		}
	}
	return tokens, false
}
