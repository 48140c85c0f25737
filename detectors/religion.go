package detectors

// Religion, 宗教信仰.
//
// The column's name or a label decides, if the values are words.
//
// Source: identifiers.md §0.6, §11; PIPL art. 28.
var _ = register(detector{
	Info:  Info{Name: "religion", Title: "Religion", TitleZH: "宗教信仰", Level: "L4", Sensitive: Sensitive{Policy: true, Law: true}},
	words: `religion religious religious_belief faith belief zjxy zongjiao xinyang 宗教 宗教信仰 信仰 信教`,
	rule:  rule{objects: manyFaiths},
	whole: prose,
})

// mostFaiths is how many distinct values a column of them has. Not fewer: there
// are many denominations. Not more: prose and codes are more.
const mostFaiths = 500

func manyFaiths(j *judge, _ *classCounts) bool { return j.Distinct > mostFaiths }
