# Two commands do everything on a fresh Debian machine with a Swift toolchain: make run, make test.

SWIFT ?= swift
# The shipped form: optimised, with the Swift runtime inside.
RELEASE = -c release --static-swift-stdlib
GATE = .build/release/scan-appliance
FUZZ_SECONDS ?= 60

.PHONY: help run test build bench lint format fuzz packages clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## the gate at work, with no camera and no board; Ctrl-C ends it
	@exec $(GATE) demo

test: packages ## all tests
	$(SWIFT) test

build: packages ## the release binary, .build/release/scan-appliance
	$(SWIFT) build $(RELEASE) --product scan-appliance

bench: packages ## the figures, as ratios measured in one run
	$(SWIFT) build $(RELEASE)
	.build/release/gate-bench

lint: ## the style, strictly
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks Fuzz

format: ## brings the style in order
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks Fuzz

packages:
	@SWIFT="$(SWIFT)" deploy/build-packages

clean: ## removes what was built
	rm -rf .build .build-fuzz
