package detectors

// Voice vector, 声纹特征: what a voice is compared by, a list of numbers of equal
// length in every row, as a face's (see face_vector). Only its name tells it from
// that.
//
// Source: identifiers.md §0.6, §11.
var _ = register(detector{
	Info: Info{Name: "voice_vector", Title: "Voice vector", TitleZH: "声纹特征向量", Level: "L4", Sensitive: Sensitive{Policy: true, Law: true}},
	rule: rule{objects: noVector},
	words: `voice_feature voice_vector voice_embedding voice_print voiceprint voiceprint_vector speaker_embedding speaker_vector voice_template swtz shengwen
		声纹 声纹特征 声纹向量 声纹特征向量 语音特征`,
	whole: component,
})
