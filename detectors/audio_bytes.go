package detectors

// Sound, 录音: a recording in bytes, or in base64.
//
//	RIFF….WAVE   ID3 or FF FB  MP3   #!AMR   OggS   fLaC
//
// Its first bytes tell. It holds a voice, and what was said. An MP3 without a
// title begins with a frame, as one in half a million other values does: two are
// enough.
//
// Source: identifiers.md §0.6.
var _ = register(detector{
	Info: Info{Name: "audio_bytes", Title: "Sound", TitleZH: "录音", Level: "L4", Sensitive: Sensitive{Policy: true, Law: true}},
	rule: rule{chance: 2e-6, column: mediaColumn, sure: true},
	words: `audio audio_bytes audio_data audio_base64 voice_clip voice_data voice_bytes recording sound_bytes luyin ly_data yuyin
		录音 语音 音频 录音文件 录音数据 通话录音`,
	whole: audioHeader,
})

func audioHeader(_ *knowledge, b []byte) Grade {
	var head [12]byte
	switch h := header(&head, b); {
	case len(h) < 12:
	case string(h[:4]) == "RIFF" && string(h[8:12]) == "WAVE",
		string(h[:3]) == "ID3" && h[3] <= 4,
		string(h[:5]) == "#!AMR", string(h[:4]) == "OggS", string(h[:4]) == "fLaC",
		string(h[:4]) == "FORM" && string(h[8:12]) == "AIFF",
		string(h[4:8]) == "ftyp" && string(h[8:11]) == "M4A",
		// SILK, as WeChat has it, and the sync bytes of MP3 with 44.1 kHz.
		string(h[:9]) == "#!SILK_V3", string(h[1:10]) == "#!SILK_V3",
		h[0] == 0xff && h[1]&0xfe == 0xfa && h[2]>>4 >= 1 && h[2]>>4 < 15 && h[2]&0x0c == 0 && h[3]&0x03 == 0:
		return Shaped
	}
	return 0
}
