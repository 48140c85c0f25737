package pipelines

import (
	"context"
	"errors"
	"slices"
	"syscall"

	"tuomin/scanners"
)

// A Reason is a stable code for why a run, or one partition of it, ended as it
// did. Programs match on it; people read its line in Reasons.
type Reason string

const (
	Committed       Reason = "committed"
	Unchanged       Reason = "unchanged"
	BadJob          Reason = "bad_job"
	NoRule          Reason = "no_rule"
	RefusedRule     Reason = "refused_rule"
	TwinColumn      Reason = "twin_column"
	NotBuilt        Reason = "not_built"
	OutputNotOurs   Reason = "output_not_ours"
	OutputExists    Reason = "output_exists"
	OutputOverlaps  Reason = "output_overlaps_input"
	KeysChanged     Reason = "keys_changed"
	IOFailed        Reason = "io"
	DiskFull        Reason = "disk_full"
	NotReady        Reason = "input_not_ready"
	ColumnUnknown   Reason = "column_unknown"
	ColumnDrift     Reason = "drift"
	NotVerified     Reason = "verification_failed"
	KeyMissing      Reason = "key_missing"
	KeyWrong        Reason = "key_wrong"
	Locked          Reason = "locked"
	InputUnreadable Reason = "input_unreadable"
	NotOneTable     Reason = "input_not_one_table"
	NoPartition     Reason = "no_partition"
	InputChanged    Reason = "input_changed"
	LostRace        Reason = "lost_race"
	Interrupted     Reason = "interrupted"
)

// A ReasonInfo is what `tuomin help reasons` prints of one.
type ReasonInfo struct {
	Reason    Reason
	Exit      int
	Retryable bool // the same command may succeed later without anybody doing anything
	EN, ZH    string
}

// Reasons lists them all, by exit code.
func Reasons() []ReasonInfo {
	return []ReasonInfo{
		{Committed, 0, false, "written, verified and in place", "已写出、校验并提交"},
		{Unchanged, 0, false, "inputs and plan are those of the output that stands", "输入与方案均未变化，无需处理"},
		{BadJob, 4, false, "the job or policy file has errors; each is listed with its line", "作业或策略文件有误，逐条列出行号"},
		{NoRule, 4, false, "no rule matches a column; add one, the message shows it", "有列未被任何规则匹配，请按提示补充规则"},
		{RefusedRule, 4, false, "a rule asks for what would be unsafe or impossible on its column", "规则在该列上不安全或无法执行"},
		{TwinColumn, 4, false, "a kept column repeats the values of a changed one", "保留的列与被处理的列取值重复"},
		{NotBuilt, 4, false, "a documented key or action that this version does not have yet", "本版本尚未提供的键或动作"},
		{OutputNotOurs, 4, false, "the output directory holds what no run of this job wrote", "输出目录中有非本作业写出的内容"},
		{OutputExists, 4, false, "the output exists and differs; set output.replace", "输出已存在且不同，请设置 output.replace"},
		{OutputOverlaps, 4, false, "input and output lie inside one another", "输入与输出目录互相包含"},
		{KeysChanged, 4, false, "other keys than the last run's: joins with earlier days would break", "密钥与上次运行不同，将无法与历史数据关联"},
		{IOFailed, 5, true, "the machine could not read or write", "读写失败"},
		{DiskFull, 5, true, "no space left; nothing was left half-written", "磁盘空间不足，未留下半成品"},
		{NotReady, 6, true, "the marker that the job waits for is not there yet", "作业等待的就绪标记尚未出现"},
		{ColumnUnknown, 7, false, "a column that could be about persons, for all that is known, and that nobody has decided about", "有含义不明、可能涉及个人的列，需人工判断"},
		{ColumnDrift, 7, false, "the data hold a column or a class that nobody has decided about", "数据中出现了无人确认的列或类别"},
		{NotVerified, 8, false, "verification refused the output; no run publishes it", "输出校验未通过；运行时不会发布"},
		{KeyMissing, 9, false, "the keyset, its KEK or a domain is not there", "缺少密钥集、主密钥或关联域"},
		{KeyWrong, 9, false, "the KEK does not open the keyset", "主密钥无法打开密钥集"},
		{Locked, 10, true, "another run works on the same output", "另一个运行正在处理同一输出"},
		{InputUnreadable, 11, false, "an input of the partition could not be read whole, or is of a refused kind", "分区中有输入无法完整读取或格式不受支持"},
		{NotOneTable, 11, false, "the input is no table, or more than one", "输入不是一张表，或不止一张表"},
		{NoPartition, 11, false, "a partition that the job selects is not in the input", "输入中没有作业所选的分区"},
		{InputChanged, 12, true, "an input changed while it was being read", "读取过程中输入发生了变化"},
		{LostRace, 12, true, "another run committed to the output in the meantime", "其间另一个运行已向该输出提交"},
		{Interrupted, 130, true, "stopped by a signal; the same command goes on where it was", "被信号中断，重新执行同一命令即可继续"},
	}
}

// Info returns the line of a reason.
func (r Reason) Info() ReasonInfo {
	all := Reasons()
	return all[slices.IndexFunc(all, func(i ReasonInfo) bool { return i.Reason == r })]
}

// A Refusal is an error with its reason.
type Refusal struct {
	Reason Reason
	Err    error
}

// Error is what went wrong; the reason is for programs.
func (r *Refusal) Error() string { return r.Err.Error() }

// Unwrap is what went wrong, for errors.Is and errors.As.
func (r *Refusal) Unwrap() error { return r.Err }

func refuse(r Reason, err error) error { return &Refusal{Reason: r, Err: err} }

// ReasonOf finds the reason of any error of a run: that of a Refusal, else
// what the error is of its kind.
func ReasonOf(err error) Reason {
	var r *Refusal
	var e *scanners.Error
	switch {
	case err == nil:
		return Committed
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Interrupted
	case errors.As(err, &r):
		return r.Reason
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return DiskFull
	case machine(err):
		return IOFailed
	case errors.As(err, &e) && e.Code != "":
		return InputUnreadable
	}
	return IOFailed
}

// machine reports whether reading failed for want of something that has nothing to
// do with the file: it is as it should be, and can be read another time.
func machine(err error) bool {
	for _, want := range [...]error{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.EIO, syscall.ESTALE, syscall.ETIMEDOUT} {
		if errors.Is(err, want) {
			return true
		}
	}
	return false
}

// atFault is the reason of files that could not be read: not theirs, where it was the
// machine's fault with all of them.
func atFault(failed []scanners.Failure, theirs Reason) Reason {
	if len(failed) > 0 && !slices.ContainsFunc(failed, func(f scanners.Failure) bool { return !machine(f.Err) }) {
		return IOFailed
	}
	return theirs
}

// severity orders the exit codes of several partitions: the first that occurs
// is the run's (design §3).
var severity = [...]int{8, 11, 9, 7, 4, 5, 12, 10, 6, 130}

// worse returns the more severe of two reasons.
func worse(a, b Reason) Reason {
	rank := func(r Reason) int {
		i := slices.Index(severity[:], r.Info().Exit)
		if i < 0 {
			return len(severity)
		}
		return i
	}
	if rank(b) < rank(a) {
		return b
	}
	return a
}
