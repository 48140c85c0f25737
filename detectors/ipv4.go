package detectors

// Network address, IPv4 (RFC 791).
//
//	192.0.2.101
//	└ four numbers up to 255, without zeros before them
//
// Personal where it stands beside a person: the law counts it as a network
// identity. Versions have the form too (4.18.0.25): it takes a name, a word
// beside it, or a column of them with last numbers that no version reaches. Five
// numbers, and parts of longer names (1.2.3.4.example), are none; a port or the
// length of a prefix may follow.
//
// Source: identifiers.md §7.6.
var _ = register(detector{
	Info: Info{
		Name: "ipv4", Title: "Network address (IPv4)", TitleZH: "IPv4 地址", Level: "L2", Sensitive: Sensitive{Policy: true},
		Space: 4.3e9,
	},
	rule:     rule{chance: 0.05, weak: true, column: addressesNotVersions, text: addressesInText},
	anywhere: true,
	words: `ip ip_addr ip_address ipaddr ipaddress ipv4 client_ip remote_ip remote_addr x_forwarded_for xff x_real_ip real_ip source_ip src_ip dst_ip login_ip register_ip user_ip
		host_ip server_ip last_ip
		ip地址 登录ip 网络地址`,
	near:  "ip 地址 addr host",
	signs: ".",
	find:  ipv4In,
})

const (
	// ipShare is which part of a column must be addresses. Not lower: three of
	// four numbers are often enough versions. Not higher: names of machines and
	// IPv6 stand among them.
	ipShare = 0.90
	// ipHigh is which part must have a number that no version reaches. Not
	// lower: build numbers reach it here and there. Not higher: machines of one
	// network may be numbered from 1 on.
	ipHigh = 0.30
)

// addressesNotVersions reports whether all values together are addresses.
func addressesNotVersions(j *judge, c *classCounts) bool {
	return share(c.w, j.d) >= ipShare && share(j.octets, j.d) >= ipHigh && !j.name.Measure
}

// addressesInText reports whether of the addresses in text too many have a number that no
// version reaches.
func addressesInText(j *judge, c *classCounts) bool {
	return j.octets >= fewest && share(j.octets, c.hits) >= ipHigh && !j.name.Measure
}

// ipv4In judges the first point of an address.
func ipv4In(_ *knowledge, b []byte, s, _ int) (from, to int, g Grade) {
	for from = s; from > 0 && s-from < 4 && kinds[b[from-1]] == kindDigit; from-- {
	}
	if from == s || from > 0 && (isAlnum(b[from-1]) || b[from-1] == '.' || b[from-1] == '-' || b[from-1] == '_') {
		return 0, 0, 0
	}
	to = ipv4To(b, from)
	if to == 0 || to < len(b) && (isAlnum(b[to]) || b[to] == '_' || (b[to] == '.' || b[to] == '-') && to+1 < len(b) && isAlnum(b[to+1])) {
		return 0, 0, 0
	}
	return from, to, Shaped
}

// ipv4To is where an address ends that begins at p, 0 if none does.
func ipv4To(b []byte, p int) int {
	for n := range 4 {
		if n > 0 {
			if p == len(b) || b[p] != '.' {
				return 0
			}
			p++
		}
		from, value := p, 0
		for ; p < len(b) && p-from < 3 && kinds[b[p]] == kindDigit; p++ {
			value = value*10 + int(b[p]-'0')
		}
		if p == from || value > 255 || b[from] == '0' && p-from > 1 {
			return 0
		}
	}
	return p
}
