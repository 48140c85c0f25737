package detectors

// Classify judges the column by what was counted and by its own name.
func (t *Tally) Classify() Classification {
	return Classification{Path: t.col.Path, Type: t.col.Type.String()}
}
