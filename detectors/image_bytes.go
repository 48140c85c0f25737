package detectors

// Image, 图像: a picture in bytes, or in base64.
//
//	FF D8 FF  JPEG    89 50 4E 47  PNG    47 49 46 38  GIF    RIFF….WEBP
//
// Its first bytes tell, and no chance makes them: one of sixteen million other
// values begins like a JPEG. It may show a face or a paper, so that one is
// enough. The column's name adds nothing.
//
// Source: identifiers.md §0.6; requirements.md §1, rows 19 and 35.
var _ = register(detector{
	Info:  Info{Name: "image_bytes", Title: "Image", TitleZH: "图像", Level: "L4", Sensitive: Sensitive{Policy: true, Law: true}},
	rule:  rule{chance: 1e-8, column: mediaColumn, sure: true},
	words: `image_bytes image_data photo_bytes photo_data image_base64 img_base64 face_image face_photo face_thumb id_photo rlt zp 照片 人脸图 人脸照片 证件照`,
	whole: imageHeader,
})

func imageHeader(_ *knowledge, b []byte) Grade {
	var head [12]byte
	switch h := header(&head, b); {
	case len(h) < 12:
	case string(h[:3]) == "\xff\xd8\xff",
		string(h[:8]) == "\x89PNG\r\n\x1a\n",
		string(h[:6]) == "GIF87a", string(h[:6]) == "GIF89a",
		string(h[:4]) == "RIFF" && string(h[8:12]) == "WEBP",
		string(h[:4]) == "II*\x00", string(h[:4]) == "MM\x00*",
		string(h[4:8]) == "ftyp" && (string(h[8:12]) == "heic" || string(h[8:12]) == "heix" || string(h[8:12]) == "mif1" || string(h[8:12]) == "avif"):
		return Shaped
	}
	return 0
}

// header is the first bytes of a value, decoded where it is base64, with or
// without data:…;base64, before it.
func header(head *[12]byte, b []byte) []byte {
	if len(b) < 12 {
		return nil
	}
	if b[0] == 'd' && len(b) > 40 && string(b[:5]) == "data:" {
		for i := 5; i < 40; i++ {
			if b[i] == ',' {
				b = b[i+1:]
				break
			}
		}
	}
	copy(head[:], b)
	if len(b) < 16 {
		return head[:min(len(b), 12)]
	}
	var out [12]byte
	for i := 0; i < 4; i++ {
		var v uint32
		for _, c := range b[4*i : 4*i+4] {
			n, ok := sextet(c)
			if !ok {
				return head[:]
			}
			v = v<<6 | uint32(n)
		}
		out[3*i], out[3*i+1], out[3*i+2] = byte(v>>16), byte(v>>8), byte(v)
	}
	*head = out
	return head[:]
}

// sextet is what a character of base64 stands for.
func sextet(c byte) (byte, bool) {
	switch {
	case c >= 'A' && c <= 'Z':
		return c - 'A', true
	case c >= 'a' && c <= 'z':
		return c - 'a' + 26, true
	case c >= '0' && c <= '9':
		return c - '0' + 52, true
	case c == '+' || c == '-':
		return 62, true
	case c == '/' || c == '_':
		return 63, true
	}
	return 0, false
}

// mediaColumn takes a column for one of pictures or sounds if any of its values
// is, and chance made none.
func mediaColumn(j *judge, c *classCounts) bool { return luck(j.d, c.w, c.rule.chance) < byLuck }
