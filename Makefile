# The two commands of the README, and little else. Debian (or a derivative) with a Swift toolchain is all they need.
SHELL := /bin/bash
BUILD := .build
BINARY := $(BUILD)/release/counterroll
DEMO := build/demo

.PHONY: demo test bench install build packages test-packages clean

## demo: install what is missing, build, ingest the samples, end with a bundle and a page
demo: build
	@Samples/demo.sh $(BINARY) $(DEMO)

build: packages
	swift build -c release --static-swift-stdlib --product counterroll

## test: install what tests need, then everything: unit and property tests, command scripts, the page in two browsers
test: test-packages build
	swift test
	@Tests/BrowserTests/run $(BINARY)

## bench: ingest beside sqlite3, sqlite-utils and DuckDB, then the page in two browsers (see Benchmarks/README.md; half an hour)
bench: test-packages build
	@Benchmarks/run $(BINARY)

install: build
	install -D -m 0755 $(BINARY) $(DESTDIR)$(or $(PREFIX),/usr/local)/bin/counterroll

packages: toolchain
	@.ci/packages libarchive-dev libsqlite3-dev libdeflate-dev libssl-dev

test-packages: packages
	@.ci/packages sqlite3 unzip zstd tzdata python3 python3-venv chromium chromium-driver firefox-esr

.PHONY: toolchain
toolchain:
	@command -v swift >/dev/null || { echo "make: no Swift toolchain found: install Swift 6.2 or newer (https://www.swift.org/install) and put swift on the PATH" >&2; exit 1; }

clean:
	rm -rf $(BUILD) build
