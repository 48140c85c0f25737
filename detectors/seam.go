package detectors

func classCount() int          { return 256 }
func className(c Class) string { return "" }
func formOf(name string) form  { return nil }
func nullish(v []byte) bool    { return len(v) == 0 }

func wordsOf(c Class) string { return "" }
