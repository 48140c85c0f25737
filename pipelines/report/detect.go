package report

import (
	"encoding/json"
	"fmt"
	"io"

	"tuomin/detectors"
	"tuomin/pipelines"
)

// hitJSON is a place in a line: bytes from start to end.
type hitJSON struct {
	Class    string `json:"class"`
	Start    int32  `json:"start"`
	End      int32  `json:"end"`
	Grade    string `json:"grade"`
	Resolved bool   `json:"resolved,omitempty"`
}

type lineJSON struct {
	Line int64     `json:"line"`
	Hits []hitJSON `json:"hits"`
}

// DetectedJSON writes what a line holds as one line of JSON.
func DetectedJSON(w io.Writer, l pipelines.Line, set *detectors.Set) error {
	doc := lineJSON{Line: l.Number, Hits: []hitJSON{}}
	for i, h := range l.Hits {
		doc.Hits = append(doc.Hits, hitJSON{set.Name(h.Class), h.Start, h.End, h.Grade.String(), l.Chosen[i]})
	}
	return json.NewEncoder(w).Encode(doc)
}

// Detected says what a line holds: places and classes, and none of its text. The one
// of several classes that redaction would go by has a star.
func Detected(w io.Writer, s Style, l pipelines.Line, set *detectors.Set) error {
	if len(l.Hits) == 0 {
		_, err := fmt.Fprintf(w, s.say("%d: nothing\n", "%d：未发现\n"), l.Number)
		return err
	}
	for i, h := range l.Hits {
		mark := " "
		if l.Chosen[i] {
			mark = "*"
		}
		info := set.Info(h.Class)
		_, err := fmt.Fprintf(w, s.say("%d: %s bytes %d to %d, %s (%s), %s\n", "%d：%s 第 %d 至 %d 字节，%s（%s），%s\n"),
			l.Number, mark, h.Start, h.End, info.Name, s.say(info.Title, info.TitleZH), s.grade(h.Grade))
		if err != nil {
			return err
		}
	}
	return nil
}

func (s Style) grade(g detectors.Grade) string {
	switch g {
	case detectors.Checked:
		return s.say("checked", "校验通过")
	case detectors.Worded:
		return s.say("looks like it, and a word says so", "形似，且有文字说明")
	}
	return s.say("looks like it", "形似")
}
