//go:build ignore

// Surnames_gen puts surnames.txt together from PyPI's Faker. Run it as
//
//	go run surnames_gen.go faker/providers/person/zh_CN/__init__.py
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// compound are surnames of two characters, with how many in ten million bear
// them (Ministry of Public Security, 2020); those without a number are rarer.
const compound = `欧阳 7900 上官 620 皇甫 450 令狐 390 诸葛 340 司徒 330 司马 160 申屠 130 夏侯 80 贺兰 70 完颜 40 慕容 40 尉迟 30 长孙 20
	公孙 1 宇文 1 东方 1 独孤 1 南宫 1 澹台 1 淳于 1 轩辕 1 端木 1 钟离 1 闻人 1 赫连 1 呼延 1 拓跋 1 西门 1 百里 1 东郭 1 南门 1 欧侯 1 第五 1 濮阳 1 太史 1 公羊 1
	公冶 1 宗政 1 单于 1 鲜于 1 闾丘 1 仲孙 1 万俟 1 亓官 1 司空 1 司寇 1 巫马 1 漆雕 1 乐正 1 壤驷 1 谷梁 1 拓拔 1 夹谷 1 段干 1 子车 1 颛孙 1 左丘 1 东门 1 微生 1 梁丘 1`

// simplified are surnames that Faker has in another spelling only or not at
// all, with a weight as that of rare ones.
const simplified = "代逄蔚隗宓汝钮郗幺沃蒯凃覃佀侴缑呙揣撒苻粘郇岑岱郄厍麴遆璩兀贠"

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run surnames_gen.go FILE")
	}
	src, err := os.ReadFile(os.Args[1])
	check(err)
	_, list, ok := strings.Cut(string(src), "last_names = OrderedDict")
	if !ok {
		log.Fatal("no surnames in ", os.Args[1])
	}
	have := map[string]bool{}
	out, err := os.Create("surnames.txt")
	check(err)
	w := bufio.NewWriter(out)
	add := func(name string, weight int) {
		if !have[name] {
			have[name] = true
			fmt.Fprintln(w, name, weight)
		}
	}
	for _, m := range regexp.MustCompile(`\("(\p{Han}+)", ([\d.]+)\)`).FindAllStringSubmatch(list, -1) {
		percent, err := strconv.ParseFloat(m[2], 64)
		check(err)
		if len([]rune(m[1])) == 1 {
			add(m[1], int(percent*1e5+0.5))
		}
	}
	add("肖", 50_000) // some have counted it with 萧
	add("闫", 15_000)
	add("付", 15_000)
	for _, r := range simplified {
		add(string(r), 1000)
	}
	words := strings.Fields(compound)
	for i := 0; i < len(words); i += 2 {
		n, err := strconv.Atoi(words[i+1])
		check(err)
		add(words[i], n)
	}
	check(w.Flush())
	check(out.Close())
	fmt.Println(len(have), "surnames")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
