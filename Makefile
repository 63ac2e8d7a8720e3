# Dash: everything a fresh Debian 12 with a Swift toolchain needs is named here.
#   make run    sets up, builds and serves the dashboard on http://127.0.0.1:8080
#   make test   sets up and runs every test

SHELL := /bin/bash
.DELETE_ON_ERROR:

PORT ?= 8080
DATA ?= $(or $(XDG_DATA_HOME),$(HOME)/.local/share)/dash
ARGS ?=
PREFIX ?= /usr/local
COMMAND ?=
VENV := .build-venv
TEST_LOGS := .build/test-logs
PHASES := .build/phases
TESTS = .build/debug/dashPackageTests.xctest
COVERAGE := .build-coverage
PROFILES := $(abspath $(COVERAGE)/profiles)
BENCH_VENV := .build-bench-venv

# Libraries Dash is linked against, and the browser code it serves.
PACKAGES := pkg-config g++ libsqlite3-dev liblua5.4-dev libmodest-dev libsimdjson-dev \
  libcurl4-openssl-dev libssl-dev libidn2-dev zlib1g-dev libbrotli-dev libzstd-dev libexpat1-dev libpcre2-dev libstemmer-dev libcmark-gfm-dev libcmark-gfm-extensions-dev \
  libseccomp-dev nettle-dev tzdata ca-certificates \
  libjs-chart.js libjs-codemirror
# What only the tests need: a browser with fonts, Python to drive it, a Lua linter.
TEST_PACKAGES := chromium chromium-headless-shell fonts-dejavu-core fonts-noto-color-emoji python3-venv \
  lua-check openssl util-linux procps iproute2 tmux
# The peers that benchmarks stand beside.
BENCH_PACKAGES := gcc lua5.4 lua-cjson python3-venv nodejs wrk curl util-linux chromium chromium-headless-shell \
  fonts-dejavu-core
# What makes a Debian package, and what tries it.
DEB_PACKAGES := dpkg-dev binutils
TRY_DEB_PACKAGES := mmdebstrap util-linux

# Each room's tests run in a process of their own, two at a time: one that crashes takes only its room along, and one
# that waits leaves the time to the other.
ROOMS_WITH_TESTS = $(notdir $(wildcard Tests/*Tests))
SWIFT_FILES = Package.swift $$(git ls-files --cached --others --exclude-standard '*.swift')

# What `make test` does, in this order; it says of each how many seconds it took.
TEST_PHASES := packages test-packages test-python build-tests lint test-floors test-swift \
  test-differential test-browser

.PHONY: run test build build-tests release packages test-packages test-python bench-packages \
  test-floors test-swift test-differential test-browser coverage format lint messages bench bench-browser bench-web soak crash \
  install uninstall deb try-deb deb-packages try-deb-packages clean

# One phase after the other: each uses all cores by itself.
.NOTPARALLEL:

run: packages release
	.build/release/dash serve --data "$(DATA)" --port $(PORT) $(ARGS)

test: begin-phases $(addprefix timed-,$(TEST_PHASES))
	@python3 Tests/corpus_report.py $(if $(CI),--strict) $(TEST_LOGS)/*.log
	@awk '{ sum += $$1; print } END { printf "%6d s in all\n", sum }' $(PHASES)

.PHONY: begin-phases
begin-phases:
	@mkdir -p $(dir $(PHASES)) && : >$(PHASES)

# Tells the seconds since the phase before it: its own, as the prerequisite has just been made.
timed-%: %
	@now=$$(date +%s); took=$$((now - $$(stat -c %Y $(PHASES)))); \
	  printf '%6d s %s\n' $$took $* | tee -a $(PHASES)

build: packages
	swift build

release: packages
	swift build -c release --product dash-worker
	swift build -c release --product dash

# Installs those of the packages $(1) that dpkg does not have; asks for root only then.
define install_packages
	@missing=""; for package in $(1); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
	    || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "Installing Debian packages:$$missing"; \
	  as_root=""; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	  $$as_root apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends \
	    $$missing >/dev/null; \
	fi
endef

packages:
	$(call install_packages,$(PACKAGES))

test-packages:
	$(call install_packages,$(TEST_PACKAGES))

bench-packages:
	$(call install_packages,$(BENCH_PACKAGES))

deb-packages:
	$(call install_packages,$(DEB_PACKAGES))

try-deb-packages:
	$(call install_packages,$(TRY_DEB_PACKAGES))

# Does the check of the floors find what it is there to find?
test-floors: packages test-packages
	python3 -m unittest discover -s Tests/Floors

# Everything that tests, comparisons and the check of the floors run.
build-tests: packages test-packages
	swift build --build-tests

# The bundle is started without `swift test`, which would plan the build anew for each room. Every room is run.
# A room that counts who is connected, and how soon others get in, runs alone.
test_rooms = ROOMS_ALONE=DashboardWebTests .ci/rooms $(TESTS) $(TEST_LOGS) $(ROOMS_WITH_TESTS)

test-swift: build-tests $(VENV)/ready
	$(test_rooms)

# The Python environment of the tests. Playwright drives Debian's chromium.
$(VENV)/ready: Tests/Browser/requirements.txt Tests/Differential/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check $(patsubst %,-r %,$^)
	touch $@

test-python: $(VENV)/ready

# Our readers beside those of others, on generated feeds and calendars.
test-differential: build-tests $(VENV)/ready
	$(VENV)/bin/python -m pytest Tests/Differential -q

# Four browsers share two cores: what fails among them is told, and then has to pass alone.
test-browser: build-tests $(VENV)/ready
	$(VENV)/bin/python -m pytest Tests/Browser -q -n 4 --dist worksteal || { \
	  echo "Once more, one at a time, what failed beside others:"; \
	  $(VENV)/bin/python -m pytest Tests/Browser -q --last-failed --last-failed-no-failures none; }

# How much of each room the tests reach, from a build of its own: counters slow everything down. What fails
# here is no matter of this table; `make test` tells it.
coverage: TESTS = $(COVERAGE)/debug/dashPackageTests.xctest
coverage: TEST_LOGS = $(COVERAGE)/test-logs
coverage: export LLVM_PROFILE_FILE = $(PROFILES)/%m%c.profraw
coverage: export DASH_PROGRAM = $(abspath $(COVERAGE)/debug/dash)
coverage: export DASH_LUA = $(abspath $(COVERAGE)/debug/dash-lua)
coverage: packages test-packages $(VENV)/ready
	env -u LLVM_PROFILE_FILE swift build --build-tests --scratch-path $(COVERAGE) --enable-code-coverage \
	  -Xswiftc -Xllvm -Xswiftc -runtime-counter-relocation
	rm -rf $(PROFILES)
	python3 .ci/coverage.py wrap $(COVERAGE)/debug $(PROFILES)
	-$(test_rooms)
	-$(VENV)/bin/python -m pytest Tests/Differential -q
	-$(VENV)/bin/python -m pytest Tests/Browser -q -n 4 --dist worksteal
	python3 .ci/coverage.py report $(COVERAGE)/debug $(PROFILES)

format:
	swift format format --in-place --parallel $(SWIFT_FILES)

messages:
	@python3 .ci/messages.py

# The floors are read from the index of the debug build, the same that the tests run from.
lint: build-tests
	swift format lint --strict --parallel $(SWIFT_FILES)
	python3 .ci/numbers.py
	luacheck --quiet --no-color --std lua54 --no-max-line-length LuaStdlib Prompts
	python3 .ci/floors

# 20,000 runs of good and hostile blocks, and 2,000 clients of which half do not read: nothing may leak.
soak: build-tests
	DASH_SOAK=20000 swift test --skip-build --filter SoakTests
	DASH_CROWD=2000 swift test --skip-build --filter CrowdTests

# 500 kills at random points of writing, and full disks: nothing acknowledged may be lost.
crash: build-tests
	DASH_CRASH_ROUNDS=500 swift test --skip-build --filter 'CrashTests|OldFolderTests|DiskTests'

# The Python peers of the benchmarks.
$(BENCH_VENV)/ready: Sources/dash-bench/Peers/requirements.txt
	python3 -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

bench: packages bench-packages $(BENCH_VENV)/ready
	swift build -c release --product dash-worker
	swift build -c release --product dash-bench
	.build/release/dash-bench $(ARGS)

bench-browser: packages bench-packages
	swift build -c release --product dash-bench
	.build/release/dash-bench browser $(ARGS)

bench-web: packages bench-packages $(BENCH_VENV)/ready release
	swift build -c release --product dash-bench
	.build/release/dash-bench web $(ARGS)
	$(BENCH_VENV)/bin/python Sources/dash-bench/Peers/web/beside.py .build/release/dash

# COMMAND is what the command is called; where `dash` would hide Debian's shell it is `dashboard`.
install: release
	Sources/dash/Installation/install .build/release "$(PREFIX)" "$(COMMAND)"

uninstall:
	Sources/dash/Installation/uninstall "$(PREFIX)"

# A Debian package of this machine's architecture; the Swift runtime is part of its programs.
deb: release deb-packages
	Sources/dash/Installation/deb .build/release .build/deb

# Installs the package where only Debian is, and uses it there.
try-deb: deb try-deb-packages
	Sources/dash/Installation/try-deb "$$(ls -t .build/deb/*.deb | head -n 1)"

clean:
	rm -rf .build $(COVERAGE) $(VENV) $(BENCH_VENV)
