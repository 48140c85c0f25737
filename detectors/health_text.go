package detectors

// Health, 医疗健康信息: diseases, allergies, examinations, pregnancies.
//
// It is told in words of which no list is complete, so that the column's name or
// a label decides, and values that are no words object.
//
// Source: identifiers.md §0.6, §11; PIPL art. 28.
var _ = register(detector{
	Info: Info{Name: "health_text", Title: "Health", TitleZH: "医疗健康信息", Level: "L4", Sensitive: Sensitive{Policy: true, Law: true}},
	words: `health health_file health_record health_info health_status health_condition health_data medical medical_record medical_history diagnosis diagnose disease
		diseases illness symptom symptoms allergy allergies medication medications prescription chief_complaint past_history present_illness surgery_history
		pregnancy disability icd icd10 icd_code blood_type vaccine vaccination physical_exam
		jkda jkzk jws xbs gms zdmc zyzd cyzd ryzd mzzd diag_name diag jzjl jiankang bingli bingshi zhenduan guomin
		健康 健康档案 健康状况 健康信息 病史 既往史 既往病史 现病史 家族史 过敏史 过敏 诊断 诊断结果 诊断名称 病历 病情 症状 主诉 疾病 疾病名称 处方 医嘱 用药 体检 体检结果 手术史 血型 残疾 孕产`,
	whole: prose,
})

// prose judges what has words, rather than numbers alone.
func prose(_ *knowledge, b []byte) Grade {
	if bareTruth(b) || Nullish(b) {
		return 0
	}
	for _, c := range b {
		if c >= 0x80 || kinds[c] == kindLetter {
			if _, clock := readDate(b); !clock {
				return Shaped
			}
			return 0
		}
	}
	return 0
}

// bareTruth reports whether a value says yes or no and no more.
func bareTruth(b []byte) bool {
	switch string(b) {
	case "true", "false", "TRUE", "FALSE", "True", "False", "yes", "no", "YES", "NO", "Y", "N", "y", "n", "T",
		"t", "是", "否", "有", "正常":
		return true
	}
	return false
}
