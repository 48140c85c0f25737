package detectors

func classCount() int { return 5 }
func nameOfClass(c Class) string {
	return [...]string{"cn_address", "cn_id18", "cn_mobile", "account_id", "order_id"}[c]
}
func className(c Class) string       { return nameOfClass(c) }
func formOf(name string) form        { return nil }
func nullish(v []byte) bool          { return len(v) == 0 }
func masked(v []byte) bool           { return false }
func (j *judge) maskedClass() string { return "" }

func wordsOf(c Class) string { return classWords[className(c)] }

func ruleOf(c Class) rule {
	switch className(c) {
	case "cn_id18":
		return rule{chance: 1.0 / 11, checks: true, long: true, plain: 18}
	case "cn_mobile":
		return rule{chance: 0.53, spread: true, plain: 11}
	case "cn_address":
		return rule{chance: 0.01, share: 0.5, shortest: 10, longest: 60}
	}
	return rule{named: true}
}

func gradeOf(class string) (string, Sensitive) {
	return "L1", Sensitive{}
}

func classOf(name string) (Class, bool) {
	for i := range classCount() {
		if className(Class(i)) == name {
			return Class(i), true
		}
	}
	return 0, false
}

func appendDivision(dst, v []byte, to string) ([]byte, bool) { return append(dst, v...), true }
