package detectors

import "bytes"

// Secret, 密钥与口令: passwords, their hashes, keys, tokens, what opens a
// database. It is dropped, never made a pseudonym: a secret joins nothing.
//
//	-----BEGIN PRIVATE KEY-----       PEM
//	eyJhbGci….eyJzdWIi….c2ln          JWT, three parts in base64
//	$2b$12$…                          bcrypt; $argon2id$…
//	AKIA… LTAI… AKID…                 names of keys of three clouds
//	scheme://user:password@host       connections
//	Authorization: Bearer …           in logs of requests (RFC 6750)
//
// These are known wherever they stand. Others look like nothing, and take a name
// or a label (password=…): then whatever is one word is one, but for stars, the
// name itself, and the hashes of nothing.
//
// Source: identifiers.md §9.5.
var _ = register(detector{
	Info: Info{Name: "secret_column", Title: "Password, key or token", TitleZH: "口令、密钥或令牌", Level: "L4", Sensitive: Sensitive{Policy: true}},
	rule: rule{chance: 0.0001, unsorted: true},
	words: `password passwd pwd passphrase pass_word secret secret_key client_secret app_secret token access_token refresh_token auth_token
		session_token api_key apikey api_token access_key access_key_id access_key_secret secret_access_key private_key salt password_hash
		password_salt pwd_hash credential credentials session_key sessionkey jsessionid phpsessid mima miyao kouling lingpai
		密码 口令 密钥 私钥 令牌 登录密码 支付密码 访问密钥`,
	alone: `cookie cookies http_cookie request_cookie set_cookie`,
	near:  "密码 口令 密钥 password secret token",
	runs: []shape{
		{letterRun, 5, 6, " "}, {mixedRun, 16, 36, ""}, {letterRun, 16, 36, ""}, {mixedRun, 8, 65, "."}, {letterRun, 2, 12, ":"},
	},
	signs: "$",
	find:  secretIn,
	whole: func(k *knowledge, v []byte) Grade { return secretWhole(k, v) },
})

func secretIn(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	switch b[s] {
	case 'B':
		if from, to = pemIn(b, s, e); to == 0 {
			from, to = bearerIn(b, s, e)
		}
	case 'b':
		from, to = bearerIn(b, s, e)
	case '$':
		from, to = passwordHashIn(b, s)
	case 'e':
		from, to = jwtIn(b, s, e)
	case 'A', 'L':
		from, to = cloudKey(b, s, e)
	}
	if to == 0 {
		from, to = connectionIn(b, e)
	}
	if to == 0 {
		return 0, 0, 0
	}
	return from, to, Shaped
}

// longestKey and longestHash bound what is read of a key and of a hash, in
// bytes. Not shorter: keys of RSA with 16,384 bits have 12,800, and hashes with
// their parameters some 200. Not longer: see longestURL.
const (
	longestKey  = 1 << 14
	longestHash = 512
)

// pemIn finds the first line of a key, or all of it if it ends.
func pemIn(b []byte, s, e int) (from, to int) {
	const dashes = "-----"
	from = s - len(dashes)
	if from < 0 || string(b[from:e]) != dashes+"BEGIN" {
		return 0, 0
	}
	line := b[s:min(len(b), s+64)]
	n := bytes.Index(line, []byte("KEY-----"))
	if n < 0 {
		return 0, 0
	}
	to = s + n + len("KEY-----")
	b = b[:min(len(b), to+longestKey)]
	if end := bytes.Index(b[to:], []byte("-----END ")); end >= 0 {
		if last := bytes.Index(b[to+end:], []byte("KEY-----")); last >= 0 {
			to += end + last + len("KEY-----")
		}
	}
	return from, to
}

// shortestToken is how many characters a token has that Bearer stands before. Not
// fewer: words of prose have as many. Not more: a token of 128 bits has 22 in base64,
// and those of test systems fewer.
const shortestToken = 16

// bearerIn finds the token after Bearer: one word, not of letters alone.
func bearerIn(b []byte, s, e int) (from, to int) {
	if e-s != len("bearer") || !hasFold(b[s:e], "bearer") || e == len(b) || b[e] != ' ' {
		return 0, 0
	}
	digits := false
	for to = e + 1; to < len(b) && (isAlnum(b[to]) || bytes.IndexByte([]byte("-._~+/="), b[to]) >= 0); to++ {
		digits = digits || kinds[b[to]] == kindDigit
	}
	if !digits || to-e <= shortestToken {
		return 0, 0
	}
	return e + 1, to
}

// passwordHashIn finds $2b$12$ and 53 characters of bcrypt, and what follows
// $argon2, $scrypt and $pbkdf2.
func passwordHashIn(b []byte, s int) (from, to int) {
	if s > 0 && (b[s-1] == '$' || isAlnum(b[s-1])) {
		return 0, 0
	}
	rest := b[s:min(len(b), s+longestHash)]
	for _, head := range []string{"$2a$", "$2b$", "$2y$", "$argon2", "$scrypt$", "$pbkdf2"} {
		if !bytes.HasPrefix(rest, []byte(head)) {
			continue
		}
		n := len(head)
		for n < len(rest) && (isAlnum(rest[n]) || bytes.IndexByte([]byte("./$+=,-_"), rest[n]) >= 0) {
			n++
		}
		const bcrypt = 60
		if head[1] == '2' {
			if n < bcrypt || n > bcrypt && isAlnum(rest[bcrypt]) {
				return 0, 0
			}
			return s, s + bcrypt
		}
		if n = len(bytes.TrimRight(rest[:n], ",.")); bytes.Count(rest[:n], []byte("$")) >= 3 {
			return s, s + n
		}
	}
	return 0, 0
}

// jwtIn finds three parts in base64 for addresses, of which the first is JSON.
func jwtIn(b []byte, s, e int) (from, to int) {
	if e-s < 8 || b[s+1] != 'y' || b[s+2] != 'J' || s > 0 && openidByte(b[s-1]) {
		return 0, 0
	}
	to = s
	for part := range 3 {
		if part > 0 {
			if to == len(b) || b[to] != '.' {
				return 0, 0
			}
			to++
		}
		start := to
		for to < len(b) && openidByte(b[to]) {
			to++
		}
		if to-start < 4 || part == 1 && (b[start] != 'e' || b[start+1] != 'y') {
			return 0, 0
		}
	}
	return s, to
}

// cloudKey judges a run that begins like the name of a key.
func cloudKey(b []byte, s, e int) (from, to int) {
	capitals := true
	for _, c := range b[s:e] {
		capitals = capitals && (c < 'a' || c > 'z')
	}
	n := e - s
	switch string(b[s:min(e, s+4)]) {
	case "AKIA":
		if n == 20 && capitals {
			return s, e
		}
	case "LTAI":
		if n >= 16 && n <= 24 {
			return s, e
		}
	case "AKID":
		if n == 36 {
			return s, e
		}
	}
	return 0, 0
}

// connectionIn finds the password in scheme://user:password@host, whose scheme ends at e.
func connectionIn(b []byte, e int) (from, to int) {
	const sign = "://"
	if e+len(sign) >= len(b) || string(b[e:e+len(sign)]) != sign {
		return 0, 0
	}
	colon, at := 0, 0
	for p := e + len(sign); p < len(b) && p-e < longestDomain; p++ {
		switch c := b[p]; {
		case c == ':' && colon == 0:
			colon = p
		case c == '@':
			at = p // the last one counts: passwords have them, too
		case c <= ' ' || c == '/' || c == '?' || c == '"' || c == '<' || c == '>':
			return password(b, colon, at)
		}
	}
	return password(b, colon, at)
}

// password is what stands between a colon and an @ before a host.
func password(b []byte, colon, at int) (from, to int) {
	if colon == 0 || at <= colon+1 || at+1 == len(b) || !isAlnum(b[at+1]) && b[at+1] != '[' {
		return 0, 0
	}
	return colon + 1, at
}

// shortestSecret is from how many characters on a word under a secret's name is
// one. Not fewer: counts of tokens, and yes and no. Not more: PINs have four.
const shortestSecret = 4

// secretWhole judges a value that a name calls a secret.
func secretWhole(_ *knowledge, v []byte) Grade {
	if len(v) < shortestSecret || Masked(v) || Nullish(v) || hashOfNothing(v) || bytes.HasPrefix(v, []byte("****")) {
		return 0
	}
	if hasFold(v, "-----begin ") {
		return Shaped
	}
	for i, c := range v {
		if (c <= ' ' || c >= 0x7f) && !(c == ' ' && i > 0 && v[i-1] == ';') { // sid=…; uid=…
			return 0
		}
	}
	for _, word := range []string{"password", "passwd", "secret", "token", "true", "false"} {
		if len(v) == len(word) && hasFold(v, word) {
			return 0
		}
	}
	return Shaped
}

// hashOfNothing reports whether v is a hash of the empty password: MD5, SHA-1
// and SHA-256 of no bytes.
func hashOfNothing(v []byte) bool {
	for _, hash := range []string{
		"d41d8cd98f00b204e9800998ecf8427e",
		"da39a3ee5e6b4b0d3255bfef95601890afd80709",
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	} {
		if len(v) == len(hash) && hasFold(v, hash) {
			return true
		}
	}
	return false
}
