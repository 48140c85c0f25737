package report

import (
	"fmt"
	"strings"

	"tuomin/pipelines"
)

// drift is how one column differs from what classifies it, in a line. The error
// that it stops a job with says more, and what to write.
func (s Style) drift(d *pipelines.Drift) string {
	where := d.Table
	if d.Partition != "" {
		where += " " + d.Partition
	}
	var what string
	switch d.Change {
	case pipelines.NewColumn:
		what = s.say("is new", "是新列")
	case pipelines.GoneColumn:
		what = s.say("is in the catalog and not in the data", "在目录中，但不在数据中")
	case pipelines.ChangedClass:
		found := strings.Join(d.Found, s.say(", ", "、"))
		what = fmt.Sprintf(s.say("holds what nobody said it does: %s", "含有分类中没有的内容：%s"), found)
	}
	does := map[string]string{
		"stop": s.say("somebody must decide", "需人工判断"), "drop": s.say("it is dropped", "已丢弃"),
		"nullify": s.say("its values are made null", "其取值已置空"), "none": s.say("nothing is done about it", "无需处理"),
	}[d.Action]
	return fmt.Sprintf(s.say("drift: column %s of %s %s; %s", "变化：%[2]s 的列 %[1]s %[3]s；%[4]s"), d.Column, where, what, does)
}
