package detectors

// Network address, IPv6 (RFC 4291, written as RFC 5952 and otherwise).
//
//	2001:db8:85a3::8a2e:370:7334      fe80::1%eth0      ::ffff:192.0.2.1
//	└ eight groups of up to four hexadecimal digits, of which :: stands for one
//	  run of zeros; the last two may be an IPv4 address; % names an interface
//
// Half of most such addresses is the machine's, and stays when the network
// changes. Confused with hardware addresses (six groups), times (12:34:56),
// and names in programs (std::vector): an address with :: begins with three or
// four digits, or with ::.
//
// Source: identifiers.md §7.6.
var _ = register(detector{
	Info:     Info{Name: "ipv6", Title: "Network address (IPv6)", TitleZH: "IPv6 地址", Level: "L2", Sensitive: Sensitive{Policy: true}},
	rule:     rule{chance: 0.001},
	anywhere: true,
	words: `ip ip_addr ip_address ipaddr ipaddress ipv6 client_ip remote_ip remote_addr x_forwarded_for xff x_real_ip real_ip source_ip src_ip dst_ip login_ip register_ip user_ip
		host_ip server_ip last_ip ip地址 登录ip 网络地址`,
	near: "ip 地址 addr host",
	runs: []shape{{digitRun, 1, 4, ":"}, {mixedRun, 2, 4, ":"}, {letterRun, 1, 4, ":"}},
	find: ipv6In,
})

func ipv6In(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	if e+1 == len(b) || hexValue[b[e+1]] > 15 && b[e+1] != ':' || !hexOnly(b[s:e]) {
		return 0, 0, 0
	}
	from = s
	switch {
	case s >= 2 && b[s-1] == ':' && b[s-2] == ':':
		from = s - 2
		if from > 0 && (isAlnum(b[from-1]) || b[from-1] == ':') {
			return 0, 0, 0
		}
	case s > 0 && (b[s-1] == ':' || b[s-1] == '.' || b[s-1] == '-' || b[s-1] == '_'):
		return 0, 0, 0
	}
	if to = ipv6To(b, from); to == 0 {
		return 0, 0, 0
	}
	if to < len(b) && (isAlnum(b[to]) || b[to] == ':') {
		return 0, 0, 0
	}
	return from, to, Shaped
}

// ipv6To is where an address ends that begins at p, 0 if none does.
func ipv6To(b []byte, p int) int {
	start, groups, gap := p, 0, false
	if b[p] == ':' {
		gap = true
		p += 2
	}
	digit, first := gap, 0
	for groups < 8 {
		from := p
		for p < len(b) && p-from < 4 && hexValue[b[p]] < 16 {
			digit = digit || kinds[b[p]] == kindDigit
			p++
		}
		if p == from { // after ::
			break
		}
		if p < len(b) && b[p] == '.' && groups > 0 {
			if p = ipv4To(b, from); p == 0 {
				return 0
			}
			groups += 2
			break
		}
		if groups++; groups == 1 {
			first = p - from
		}
		if p+1 >= len(b) || b[p] != ':' || groups == 8 {
			break
		}
		if b[p+1] == ':' {
			if gap {
				return 0
			}
			gap = true
			p += 2
			continue
		}
		if hexValue[b[p+1]] > 15 {
			break
		}
		p++
	}
	switch {
	case !digit, gap && groups >= 8, !gap && groups != 8, gap && b[start] != ':' && first < 3:
		return 0
	}
	return zoneTo(b, p)
}

// zoneTo is where the name of an interface ends that may stand at p.
func zoneTo(b []byte, p int) int {
	if p+1 >= len(b) || b[p] != '%' || !isAlnum(b[p+1]) {
		return p
	}
	for p++; p < len(b) && (isAlnum(b[p]) || b[p] == '_' || b[p] == '-'); p++ {
	}
	return p
}
