package detectors

// spreadOf is how sampled values of eleven digits that start with 1 are
// distributed. It asks for no order, so that neither batches nor sorting
// matter.
type spreadOf struct {
	n     int64 // such values
	codes int   // different second and third digits
	main  int64 // values that start 13, 15 or 18
	lead  int64 // values with the most common first six digits
	leads int   // different first six digits
	last  int64 // values with the most common last digit
	cells int   // different first eight digits, each of a thousand numbers
	// filled is which part of those thousands occurs.
	filled float64
}

// spreadIn is the spread of a sample of so many distinct values.
func spreadIn(entries []entry, distinct int64) spreadOf {
	var s spreadOf
	var codes [100]bool
	var last [10]int64
	leads := make(map[uint16]int64)
	cells := make(map[uint16]bool)
	for i := range entries {
		l := &entries[i].look
		if l.code == noCode {
			continue
		}
		s.n++
		codes[l.code] = true
		switch l.code / 10 {
		case 3, 5, 8:
			s.main++
		}
		leads[l.lead]++
		cells[l.cell] = true
		last[l.last]++
	}
	for _, seen := range codes {
		if seen {
			s.codes++
		}
	}
	for _, n := range last {
		s.last = max(s.last, n)
	}
	for _, n := range leads {
		s.lead = max(s.lead, n)
	}
	s.leads, s.cells = len(leads), len(cells)
	if s.n > 0 {
		s.filled = float64(distinct) * float64(s.n) / float64(len(entries)) / float64(1000*s.cells)
	}
	return s
}

// persons reports whether no counter produces such values.
func (s *spreadOf) persons() bool {
	return s.n >= spreadValues && s.codes >= spreadCodes &&
		share(s.main, s.n) >= spreadMain && share(s.lead, s.n) <= spreadLead && share(s.last, s.n) <= spreadLast
}

// counter reports whether a counter, or one batch, produced such values.
func (s *spreadOf) counter() bool {
	return s.n >= spreadValues && (share(s.lead, s.n) >= counterLead ||
		s.codes <= counterCodes && int64(s.leads)*counterRuns <= s.n ||
		int64(s.cells)*denseCells <= s.n && s.filled >= denseShare)
}
