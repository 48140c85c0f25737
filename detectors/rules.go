package detectors

// The thresholds of verdicts, from identifiers.md §0.4. Each says why it is no
// lower and no higher.
const (
	// wholeShare is which part of a column's distinct values must be nothing but
	// one hit for the column to be of the class. Not lower: a column of which a
	// quarter is something else needs more than one rule. Not higher: one value
	// in five is dirty in real tables, and stays what it was.
	wholeShare = 0.80
	// passShare is which part of the values with a class's format must pass all
	// its checks. Not lower: look-alikes pass one in eleven, and a mixture of
	// both kinds must not be taken for either. Not higher: see wholeShare.
	passShare = 0.80
	// namedShare replaces both where the column's name speaks for the class. Not
	// lower: under a wrong name, most values must be able to object. Not higher:
	// half a column of identity numbers is an identity column that went wrong.
	namedShare = 0.50
	// fewest is how many values with the format it takes. Not lower: four values
	// are no column. Not higher: six that pass MOD 11-2 are chance one time in
	// two million, which is what byLuck asks for.
	fewest = 5
	// byLuck is up to which probability something is no chance. Not higher: a
	// lake has 100,000 columns, and none should be named by luck. Not lower: five
	// or six checked values could then never speak.
	byLuck = 1e-6
	// fewByLuck is up to which probability a few right ones are news in a column
	// that was judged before. Not higher: a hundred kept columns are looked at every
	// night for years. Not lower: one identity number among a few of 18 digits
	// could then never speak.
	fewByLuck = 1e-5

	// noteShare is from which part on a verdict mentions what the values only
	// look like. It decides nothing.
	noteShare = 0.25

	// excelShare is which part of identity numbers must end in 000 for Excel to
	// have rounded them to 15 digits. Not lower: one in a thousand does anyway.
	// Not higher: some were typed as text, and kept their digits.
	excelShare = 0.80

	// unknownDistinct, unknownRatio, unknownRunes and opaqueShare say when values
	// link rows though nobody named them: many, hardly ever repeated, short,
	// and of characters that people do not write. Not lower (100, 0.9) as codes
	// and names of categories would stop every job. Not higher, as keys repeat
	// where a table has more rows than subjects.
	unknownDistinct = 100
	unknownRatio    = 0.90
	unknownRunes    = 64
	opaqueShare     = 0.90
	// strayShare is up to which part of opaque and nearly unique values may look
	// like telephones by accident, with the 0 or 86 that may stand before one. Not lower: 0.53 % of twelve random digits do. Not higher: such columns
	// are unknown, and stop a job; it is for those that somebody let pass.
	strayShare = 0.01
	// keyDistinct and keyRunes say how many values, and how long, keys are that
	// repeat. Not fewer: a shop has some hundred models and stations. Not more: a
	// small city has some thousand customers. Not shorter: codes of goods have six
	// or seven characters. Not longer: account numbers have eight and more.
	keyDistinct = 1000
	keyRunes    = 8
	// categories values at most, each in categoryRows rows or more, are what
	// things are sorted by. Not more values or fewer rows: see keyDistinct.
	categories   = 4096
	categoryRows = 20
	// timeShare is which part of values must read as times for the column to be
	// one. Not lower: one in seventy random 13-digit numbers is a time of our
	// window. Not higher: open ends such as 9999999999999 stand among times.
	timeShare = 0.95
)

// A rule is what verdicts know of a class beside its hits.
type rule struct {
	// chance is p0, how often a number of another kind that has the format
	// passes everything (identifiers.md §10.3).
	chance float64
	// checks says that there is a check digit: then only Checked hits pass.
	checks bool
	// among is how often any digits of its length have the form by chance, and
	// pass everything, where the form is so rare that a column of serial numbers
	// holds too few for their rate to tell; 0 where it is not.
	among float64
	// random is how often any 18 digits have the form and pass everything, where
	// the form is so rare that a single right one tells; 0 where it does not.
	random float64
	// share replaces wholeShare where it is not zero.
	share float64
	// spread says that the values of a column must be as spread as those of
	// telephones for the column to be of the class without its name saying so.
	spread bool
	// shortest and longest are bounds to the mean length in characters, where not
	// zero.
	shortest, longest float64
	// long says that the number is longer than the 15 digits of a spreadsheet
	// and a double.
	long bool
	// proof is what speaks for the values where that is no check digit.
	proof string
	// plain is how many bytes a canonical value has, if all have as many: a hit
	// of that length, without small letters at the end, is canonical already. 0
	// is for classes of several lengths, and never for those whose form shortens or
	// lengthens what is written, or writes it in small letters.
	plain int
	// capitals says that a canonical value has no small letters.
	capitals bool
	// sent says that networks send 0 for the check digit.
	sent bool
	// generic says that other classes say better what the values are: whichever
	// else the column could be of, it is of that.
	generic bool
	// carrier says that values carry those of other classes: an address of a
	// page its parameters. What stands in them decides first.
	carrier bool
	// named says that only a name makes a column of the class: a link key.
	named bool
	// unsorted says that a name which sorts, as token_type does, does not speak for
	// the class, of which almost any text is under its name. Nor does one for a link
	// key; other classes are decided by their values, as a kind of disease is one.
	unsorted bool
	// objects reports whether values or type of a column speak against the
	// class whatever its name says; nil: never.
	objects func(j *judge, c *classCounts) bool
	// weak says that the shape alone is no evidence, in a column or in text: it
	// takes a name, a word beside it, column, or more right check digits than
	// luck explains.
	weak bool
	// text reports whether what stands in text is of a weak class, though no name or
	// word says so; nil: never.
	text func(j *judge, c *classCounts) bool
	// sure says that one value is enough for column: no chance makes another.
	sure bool
	// column reports whether all values together make a column of a weak class,
	// or of one that judges whole values, though no name says so; nil: never.
	column func(j *judge, c *classCounts) bool
}

// never is the plain of a class no hit of which is taken for canonical.
const never = -1

// spread is how values of a class without check digit must be distributed for
// no counter to have produced them (identifiers.md §6.1).
const (
	// spreadValues is how many values it takes to tell. Not lower: 40 values of
	// real telephones may show fewer than 15 codes. Not higher: small tables are
	// tables.
	spreadValues = 50
	// spreadCodes is how many of the some fifty network codes must occur. Not
	// lower: a counter that runs through 13x and 14x shows up to 13. Not
	// higher: one city's customers are with few operators.
	spreadCodes = 15
	// spreadMain is which part must start 13, 15 or 18. Not lower: those are 29
	// of the 50 codes, and the old ones. Not higher: 17x and 19x grow.
	spreadMain = 0.40
	// spreadLead is which part may share its first six digits. Not lower: one
	// area of one operator is common. Not higher: a batch shares them all.
	spreadLead = 0.30
	// spreadLast is how often the last digit may be the same one. Not lower: at
	// 50 values, one digit in 10,000 such columns is this frequent by chance. Not
	// higher: prices and round numbers end in 0 more often.
	spreadLast = 0.32
	// counterLead is from which part sharing its first six digits a column is a
	// counter or one batch. Not lower: see spreadLead. Not higher: a counter that
	// passes a round number has two leads.
	counterLead = 0.50
	// counterCodes and counterRuns: so few codes, and so many values to each
	// lead, are a long counter. Not lower or higher: a million numbers in a row
	// have one code or two, and ten leads; a million cards of one operator have
	// one code, and a thousand leads.
	counterCodes = 3
	counterRuns  = 20
	// denseShare is from which part of the thousands that a column touches being
	// full it is a counter, whatever codes it runs through (identifiers.md §10).
	// Not lower: a million persons fill six parts in seven of the half million
	// numbers that tests make them up from. Not higher: some tickets are
	// cancelled. denseCells is how many sampled values there must be to each
	// thousand, so that hardly any thousand is touched unseen. Not fewer: of three,
	// one in twenty is. Not more: a million numbers touch a thousand of them.
	denseShare = 0.90
	denseCells = 3
)
