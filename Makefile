# Two commands do everything on a fresh Debian machine with a Swift toolchain: make run, make test.

SWIFT ?= swift
# The shipped form: optimised, with the Swift runtime inside.
RELEASE = -c release --static-swift-stdlib --disable-local-rpath
GATE = .build/release/scan-appliance
FUZZ_SECONDS ?= 60
SWIFT_FILES = Package.swift Sources Tests Benchmarks Fuzz

# One scenario of the lab, with its console; without it, all. QUICK=1 leaves out those that take minutes,
# RETRY=1 tries once more what did not hold.
SCENARIO ?=
QUICK ?=
RETRY ?=

# What `make simulate` lives through.
DAYS ?= 365
SEED ?= 1

.PHONY: help run test build deb arm64 lab bench simulate lint format fuzz packages clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## the gate at work, with no camera and no board; Ctrl-C ends it
	@exec $(GATE) demo

test: ## all tests
	@SWIFT="$(SWIFT)" deploy/build-packages Tests/packages
	$(SWIFT) test

build: packages ## the release binary, .build/release/scan-appliance
	$(SWIFT) build $(RELEASE) --product scan-appliance

deb: build ## scan-appliance_VERSION_ARCH.deb, for the machine it runs on
	deploy/build-deb

arm64: ## the package for arm64, cross-built, and the demo under an emulator (root; 4 GB of cache)
	@SWIFT="$(SWIFT)" deploy/build-packages deploy/arm64/packages
	deploy/arm64/build package try

lab: deb ## the package on a board of User-Mode Linux with real drivers; SCENARIO=name runs one
	@SWIFT="$(SWIFT)" deploy/build-packages Tests/Lab/packages
	$(SWIFT) build $(RELEASE) --product ReaderProbe
	Tests/Lab/lab $(if $(QUICK),--quick) $(if $(RETRY),--retry) $(SCENARIO)

bench: packages ## the figures, as ratios measured in one run
	$(SWIFT) build $(RELEASE) --product scan-appliance
	$(SWIFT) build $(RELEASE) --product GateBench
	$(SWIFT) build $(RELEASE) --product ReaderProbe
	.build/release/GateBench
	@echo "Allocations of the frame path in 100 frames once warm, zbar's own apart:"
	.build/release/ReaderProbe allocations
	Benchmarks/Reading/bench

simulate: packages ## a station's year in virtual time; DAYS=n, SEED=n, JSON=1
	$(SWIFT) build -c release --product Simulation
	.build/release/Simulation --days $(DAYS) --seed $(SEED) $(if $(JSON),--json)

lint: ## the style, strictly
	$(SWIFT) format lint --strict --recursive --parallel $(SWIFT_FILES)

format: ## brings the style in order
	$(SWIFT) format --in-place --recursive --parallel $(SWIFT_FILES)

# One signed-claims seed: it leads the fuzzer to the parts behind the signature.
FUZZ_SEED = \246\001\144site\003\145north\004\032\153\066\354\200\005\032\151\125\271\000\007\120\000\001\002\003\004\005\006\007\010\011\012\013\014\015\016\017\072\000\001\000\000\003

# The published vectors, where there are some, are seeds too.
VECTORS = $(or $(SCAN_VECTORS),../shared/vectors)

fuzz: packages ## the parsers of credentials against nonsense, for FUZZ_SECONDS
	SCAN_FUZZ=1 $(SWIFT) build -c release --build-path .build-fuzz --product FuzzCredentials \
		-Xswiftc -sanitize=fuzzer,address -Xswiftc -enable-testing
	mkdir -p .build-fuzz/corpus .build-fuzz/seeds
	printf '$(FUZZ_SEED)' > .build-fuzz/seeds/claims
	[ ! -d "$(VECTORS)" ] || Fuzz/seeds "$(VECTORS)" .build-fuzz/seeds
	SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 .build-fuzz/release/FuzzCredentials \
		-max_total_time=$(FUZZ_SECONDS) -max_len=4400 -print_final_stats=1 .build-fuzz/corpus .build-fuzz/seeds

packages:
	@SWIFT="$(SWIFT)" deploy/build-packages

clean: ## removes what was built
	rm -rf .build .build-fuzz
