package policy

import "strings"

// A Default is what holds where a job does not say.
type Default struct {
	Path    string // output.replace
	Value   string // as a job would write it; "" where there is no word for it
	About   string
	AboutZH string
}

// defaults are all of them. They are held to what reading a job does by a test
// that writes them out.
var defaults = []Default{
	{"policy", "cn-base", "the common base of Chinese law", "中国法律法规的通用基线"},
	{"zone", "UTC", "where the days of instants begin", "时间戳按此时区划分日期"},
	{"keys.epoch", "none", "pseudonyms join for ever", "假名长期可关联"},
	{"output.replace", "refuse", "an output that stands and differs is left alone", "已有且不同的输出保持不动"},
	{"output.order", "input", "rows stay in the order of the input", "行顺序与输入一致"},
	{"output.files", "same", "a file for each input file", "每个输入文件对应一个输出文件"},
	{"output.codec", "", "each column is compressed as it was", "各列沿用原有压缩方式"},
	{"output.mode", "0644", "everybody on the machine may read the files", "本机所有用户可读"},
	{"output.success", "_SUCCESS", "the marker of a complete partition", "分区完成标记"},
}

// applied are the defaults that a job relies on.
func applied(n *Node) (out []Default) {
	for _, d := range defaults {
		parent, key := n, d.Path
		if group, rest, nested := strings.Cut(d.Path, "."); nested {
			parent, key = n.Get(group), rest
		}
		if parent != nil && parent.Shape == Map && parent.Get(key) == nil {
			out = append(out, d)
		}
	}
	return out
}
