package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tuomin/pipelines"
	"tuomin/pipelines/report"
	"tuomin/transforms/keys"
)

const keysHelpEN = `tuomin keys keeps the key domains that pseudonyms are made with.

  tuomin keys new  FILE --kek REF [--domain NAME ...]
  tuomin keys add  FILE --kek REF --domain NAME
  tuomin keys list FILE --kek REF

FILE holds every domain's key, encrypted under a key encryption key (KEK) that
is only ever named: env:VARIABLE, file:PATH (not readable by others) or
exec:COMMAND. It must give 32 bytes: raw, hex or base64. One way to make one:

  openssl rand -hex 32 > kek && chmod 600 kek
  tuomin keys new keys/growth.json --kek file:kek

Without --domain there is a key for each domain of the policy cn-base. Keep FILE
and KEK apart, and both safe: whoever has both can undo pseudonyms, and without
either nothing new will ever join with them.`

const keysHelpZH = `tuomin keys 管理生成假名所用的关联域密钥。

  tuomin keys new  文件 --kek 引用 [--domain 名称 ...]
  tuomin keys add  文件 --kek 引用 --domain 名称
  tuomin keys list 文件 --kek 引用

文件中保存每个关联域的密钥，均以主密钥（KEK）加密；主密钥只以引用方式给出，即
env:变量名、file:路径（他人不可读）或 exec:命令。它必须是 32 字节：原始字节、
十六进制或 base64。例如：

  openssl rand -hex 32 > kek && chmod 600 kek
  tuomin keys new keys/growth.json --kek file:kek

不写 --domain 时，为策略 cn-base 的每个关联域各生成一个密钥。请将文件与主密钥分
开保管：同时持有二者即可还原假名，缺少任何一个便无法再关联。`

func (a *app) keysCommand() *cobra.Command {
	var kek string
	var domains []string
	c := &cobra.Command{
		Use:         "keys new|add|list",
		Short:       a.say("make and list key domains", "创建与列出关联域密钥"),
		Long:        keysHelpEN,
		Annotations: map[string]string{"zh": keysHelpZH},
		Args:        cobra.NoArgs,
		RunE:        func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	sub := func(use, short string, run func(file string) error, domain bool) {
		s := &cobra.Command{
			Use: use, Short: short, Long: keysHelpEN, Annotations: c.Annotations, Args: cobra.ExactArgs(1),
			RunE: func(_ *cobra.Command, args []string) error {
				if err := checkNames(kek, domains); err != nil {
					return usage("keys: %w", err)
				}
				return a.keyError(run(args[0]))
			},
		}
		s.Flags().StringVar(&kek, "kek", "", a.say("`REF` of the key encryption key: env:, file: or exec:", "主密钥的引用 `REF`：env:、file: 或 exec:"))
		if domain {
			s.Flags().StringSliceVar(&domains, "domain", nil, a.say("`NAME` of a key domain (may be repeated)", "关联域名称 `NAME`（可重复）"))
		}
		c.AddCommand(s)
	}
	sub("new FILE", a.say("write a new keyset", "写出新的密钥集"), func(file string) error {
		if kek == "" {
			return a.needKEK()
		}
		if len(domains) == 0 {
			var err error
			if domains, err = pipelines.BaseDomains(); err != nil {
				return err
			}
		}
		if err := keys.NewFile(file, kek, domains); err != nil {
			return err
		}
		return a.listKeys(file, kek)
	}, true)
	sub("add FILE", a.say("add domains to a keyset", "向密钥集添加关联域"), func(file string) error {
		if err := a.needed(kek, domains); err != nil {
			return err
		}
		if err := keys.AddDomains(file, kek, domains...); err != nil {
			return err
		}
		return a.listKeys(file, kek)
	}, true)
	sub("list FILE", a.say("show domains, key ids and dates", "显示关联域、密钥编号与日期"), func(file string) error {
		if kek == "" {
			return a.needKEK()
		}
		return a.listKeys(file, kek)
	}, false)
	return c
}

// checkNames finds what is wrong with a reference or a domain before it is used.
func checkNames(kek string, domains []string) error {
	if kek != "" {
		if err := keys.CheckRef(kek); err != nil {
			return fmt.Errorf("KEK: %w", err)
		}
	}
	for _, d := range domains {
		if err := keys.CheckDomain(d); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) needKEK() error {
	return a.usage("--kek is needed: env:VARIABLE, file:PATH or exec:COMMAND", "需要 --kek：env:变量名、file:路径 或 exec:命令")
}

func (a *app) needed(kek string, domains []string) error {
	if kek == "" {
		return a.needKEK()
	}
	if len(domains) == 0 {
		return a.usage("--domain is needed: a name like person, mobile, order", "需要 --domain：如 person、mobile、order")
	}
	return nil
}

func (a *app) listKeys(file, kek string) error {
	l, err := keys.List(file, kek)
	if err != nil {
		return err
	}
	if a.format == "json" {
		return json.NewEncoder(a.out).Encode(l)
	}
	return report.Keys(a.out, a.style(), l)
}

// keyError gives errors of keys their exit code.
func (a *app) keyError(err error) error {
	var e *exitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return err
	case errors.Is(err, keys.ErrMissing):
		return &exitError{code: pipelines.KeyMissing.Info().Exit, err: err}
	case errors.Is(err, keys.ErrWrong):
		return &exitError{code: pipelines.KeyWrong.Info().Exit, err: err}
	case errors.Is(err, keys.ErrExists):
		return usage("%w: %s", err, a.say("nothing was changed", "未做任何改动"))
	}
	return &exitError{code: pipelines.ReasonOf(err).Info().Exit, err: fmt.Errorf("keys: %w", err)}
}
