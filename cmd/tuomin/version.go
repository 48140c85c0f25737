package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is set by the linker (make build).
var release = "dev"

// version names the program: the release, and the commit it was built from
// where the build knows it.
func version() string {
	v := release
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				v += "+" + s.Value[:12]
			}
		}
	}
	return v
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:         "version",
		Short:       a.say("print the version", "打印版本"),
		Long:        "tuomin version prints the version of the program, of Go, and the platform.",
		Annotations: map[string]string{"zh": "tuomin version 打印程序版本、Go 版本与平台。"},
		Args:        cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if a.format == "json" {
				return json.NewEncoder(a.out).Encode(map[string]string{
					"schema": "tuomin.version/1", "version": version(), "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH,
				})
			}
			_, err := fmt.Fprintf(a.out, "tuomin %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
