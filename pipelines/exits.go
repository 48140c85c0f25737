package pipelines

// ExitSkipped is the exit code of a run that had nothing to do, for those who
// ask for it with --skip-code: schedulers show such a task as skipped.
const ExitSkipped = 99

// An ExitInfo is what `tuomin help reasons` prints of an exit code. A scheduler
// decides by the code; the reason in the result says more.
type ExitInfo struct {
	Code   int
	EN, ZH string
}

// Exits lists every exit code of the program, in order. 2 is not among them:
// Go itself exits with it after a panic.
func Exits() []ExitInfo {
	return []ExitInfo{
		{0, "done, or nothing to do", "完成，或无需处理"},
		{1, "a limit that was asked for is crossed, as with --fail-on", "超过了指定的限度，例如 --fail-on"},
		{3, "scan only: some files could not be read, all others were", "仅 scan：部分文件未能读取，其余已完成"},
		{4, "a mistake in the command, the job or its rules: mend it", "命令、作业或规则有误，请修改"},
		{5, "the machine could not: disk, permission, network; try again", "机器原因：磁盘、权限、网络，可以重试"},
		{6, "the input is not ready yet; try again", "输入尚未就绪，请稍后重试"},
		{7, "a person must decide about a column", "有列需要人工判断"},
		{8, "verification refused the output; no run publishes it", "输出校验未通过；运行时不会发布"},
		{9, "a key is missing or wrong", "密钥缺失或错误"},
		{10, "another run is at the same work; try again", "另一个运行正在处理同一输出，请稍后重试"},
		{11, "an input is missing, broken or of a refused kind", "输入缺失、损坏或格式不受支持"},
		{12, "the input or the output changed during the run; try again", "运行期间输入或输出发生了变化，可以重试"},
		{ExitSkipped, "nothing to do, with --skip-code", "无需处理（使用 --skip-code 时）"},
		{130, "stopped by Ctrl-C; the same command goes on", "被 Ctrl-C 中断，重新执行即可继续"},
		{143, "stopped by SIGTERM; the same command goes on", "被 SIGTERM 终止，重新执行即可继续"},
	}
}
