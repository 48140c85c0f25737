module tuomin/testdata/readers/dump

go 1.26.0
