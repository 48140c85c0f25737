# tuomin: what there is to do here. `make test` sets up what it needs.

GO       ?= go
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS  := -s -w -X main.release=$(VERSION)
PLATFORMS := linux-amd64 linux-arm64

# Pinned: a linter that changes overnight fails builds that did not.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

# Time for each fuzz target of `make fuzz`.
FUZZTIME ?= 30s

READERS := arrowv15 xitongsys parquetgo

.PHONY: help build dist test tools readers lint bench accuracy vectorscan soak fuzz image clean FORCE

help:
	@echo 'make build    static binaries for linux amd64 and arm64, in bin/'
	@echo 'make dist     archives of them with checksums, in dist/'
	@echo 'make test     every test, of goroutines under the race detector; sets up what it needs'
	@echo 'make lint     gofmt, go vet, staticcheck'
	@echo 'make bench    the benchmarks; BENCH=regexp to choose'
	@echo 'make accuracy how often classes are found and mistaken; kept in benchmarks/runs'
	@echo 'make vectorscan our detectors beside Vectorscan in one run'
	@echo 'make soak     the long tests: 2 million rows, 20 kills, and Spark as a writer'
	@echo 'make fuzz     every fuzz target for FUZZTIME ($(FUZZTIME)) each'
	@echo 'make image    a container image with nothing but the program'

build: $(PLATFORMS:%=bin/tuomin-%)

# Every time: go knows what is up to date, of embedded files and the version too.
bin/tuomin-linux-%: FORCE
	CGO_ENABLED=0 GOOS=linux GOARCH=$* $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $@ ./cmd/tuomin

# The archives are the same bytes for the same commit: names sorted, no owner,
# the commit's own time.
dist: build
	@.ci/archive $(VERSION) $(PLATFORMS)

# What the tests want beside Go: a C compiler for the race detector, Python with
# PyArrow, DuckDB and Polars, and three Go programs that read Parquet with other
# libraries. Where a tool may not be installed, the tests run without it and say
# so; with CI=true that is a failure.
tools: readers
	@.ci/tools compiler python

readers: $(READERS:%=bin/readers/%)

bin/readers/%: $(wildcard testdata/readers/*/*.go testdata/readers/*/go.*)
	@mkdir -p bin/readers
	@cd testdata/readers/$* && $(GO) build -o $(CURDIR)/$@ . || { \
	  echo "tools: reader $* was not built; tests that want it are skipped"; \
	  [ "$(CI)" != true ]; }

# Packages without a goroutine of their own are tested without the race detector, under
# which they take seven times as long: the pipelines run them from many.
ALONE := detectors|pipelines/policy|benchmarks/accuracy|benchmarks/corpus|benchmarks/readers

# The program, the pipelines and the scanners are tested twice: in short with the race
# detector, which tries some of the scripts, kills, faults, mutants, columns and writers
# where the other tries all. So are splice and the transforms, of which it hides what they
# allocate. The pipelines come first: theirs take longest, and two packages are tested at
# once.
test: tools
	$(GO) test $$(.ci/tools race) -short -timeout 30m ./pipelines $$($(GO) list ./... | grep -vE '/($(ALONE))$$')
	$(GO) test -timeout 30m ./pipelines ./cmd/tuomin ./pipelines/splice ./scanners ./transforms/... $$($(GO) list ./... | grep -E '/($(ALONE))$$')

lint:
	@out=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$out" ]; then echo "gofmt wants to change:"; echo "$$out"; exit 1; fi
	$(GO) vet ./...
	@for r in $(READERS); do (cd testdata/readers/$$r && $(GO) vet ./...) || exit 1; done
	$(GO) run $(STATICCHECK) ./...

BENCH ?= .
bench:
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -count 7 -timeout 60m ./benchmarks/...

vectorscan:
	@.ci/tools vectorscan
	$(GO) test -run '^$$' -bench Vectorscan -benchtime 1x -count 3 ./benchmarks/vectorscan

accuracy:
	TUOMIN_SOAK=1 $(GO) test -run 'Accuracy|LookAlikes' -v -timeout 60m ./benchmarks/accuracy -record

soak: tools
	@.ci/tools spark
	TUOMIN_SOAK=1 $(GO) test -count 1 -timeout 120m ./...

fuzz:
	@.ci/fuzz $(FUZZTIME)

image:
	docker build --build-arg VERSION=$(VERSION) -t tuomin:$(VERSION) .

clean:
	rm -rf bin dist
