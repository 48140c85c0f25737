package detectors

// File number of a driving licence, 档案编号.
//
//	1101 00000001
//	│    └─────── serial
//	└──────────── province and prefecture of issue (GB/T 2260)
//
// The number of the licence itself is its holder's identity number. There is no
// check digit, and minutes (202401151030), invoices and banks have twelve digits
// too: only a name makes it one, and its first four digits must be a place.
//
// Source: identifiers.md §2.4.
var _ = register(detector{
	Info: Info{
		Name: "cn_driver_file_no", Title: "Driving licence file number", TitleZH: "驾驶证档案编号", Level: "L4", Sensitive: Sensitive{Policy: true},
		// 400 prefectures × 10^8.
		Space: 4e10,
	},
	words: `driver_file_no driver_file_number driving_file_no license_file_no licence_file_no driver_archive_no archive_no
		dabh jszdabh
		档案编号 驾驶证档案编号 驾驶档案编号 驾驶证档案号`,
	form: document(func(b []byte) bool { return len(b) == 12 && digitsOnly(b) }),
	whole: func(k *knowledge, b []byte) Grade {
		if len(b) != 12 || !digitsOnly(b) || !provinceCode[two(b)&127] {
			return 0
		}
		// 00 and 90 stand for the province itself and what it runs directly.
		if city := two(b[2:]); city == 0 || city == 90 || k.divisions.region(two(b)*10000+city*100) {
			return Shaped
		}
		return 0
	},
})
