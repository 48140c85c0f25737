package pipelines

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"slices"
	"strconv"

	"tuomin/pipelines/policy"
	"tuomin/scanners/files"
)

// access is who may read what a run publishes.
type access struct {
	mode  fs.FileMode // of files
	group int         // that they are given to, ownGroup for the process's
}

const ownGroup = -1

func (a access) file(fsys files.FS, name string) error { return a.give(fsys, name, a.mode) }

// dir lets whoever may read the files also list their directory.
func (a access) dir(fsys files.FS, name string) error {
	return a.give(fsys, name, a.mode|a.mode&0o444>>2|0o100)
}

// give hands over the group before the mode. Until all is published, the
// staging directory above keeps everybody out.
func (a access) give(fsys files.FS, name string, mode fs.FileMode) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	if a.group != ownGroup {
		err = f.Chown(-1, a.group)
	}
	if err == nil {
		err = f.Chmod(mode)
	}
	return errors.Join(err, f.Close())
}

// groupID looks up the group of an output on this machine. One that is not
// there, or to which the process may not give files, is an error of the job
// (exit 4), found before anything is read: trying again would not help.
func groupID(o *policy.Output) (int, error) {
	if o.Group == "" {
		return ownGroup, nil
	}
	refusal := func(hint, format string, args ...any) error {
		return refuse(BadJob, policy.Errors{{Pos: o.GroupPos, Path: "output.group", Code: policy.BadValue, Msg: fmt.Sprintf(format, args...), Hint: hint}})
	}
	id, err := strconv.ParseUint(o.Group, 10, 31)
	if err != nil {
		g, err := user.LookupGroup(o.Group)
		if err != nil {
			return 0, refusal("a name from /etc/group, or a number", "this machine has no group %s", o.Group)
		}
		if id, err = strconv.ParseUint(g.Gid, 10, 31); err != nil {
			return 0, refusal("", "group %s has an odd number here", o.Group)
		}
	}
	own, err := os.Getgroups()
	if err != nil {
		return 0, err
	}
	if !mayGive(int(id), os.Geteuid(), append(own, os.Getegid())) {
		return 0, refusal("run the job as a member of it", "only members of group %s can give files to it", o.Group)
	}
	return int(id), nil
}

func mayGive(group, uid int, own []int) bool { return uid == 0 || slices.Contains(own, group) }
