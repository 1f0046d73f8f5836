# make demo     build authledger and show it on the sample histories
# make serve    build the pages and serve them with imitations of the providers (PORT and the next two)
# make test     lint, build without warnings, run every test but those that prove by brute force
# make test-long   those (FULL=1: hours of them; AUTHLEDGER_SEED=7: others)
# make install  put both released programs, stripped, their completions and manual pages and the unit into
#               $(PREFIX), which is inside of $(DESTDIR) where that is given
# make bench    measure beside plain C on the same SQLite, and beside peers (Tests/Benchmarks)
# make bench-full   the same for 10 million records, without peers: about an hour, 50 GB
# make format   lay the sources out as the linter wants them

PREFIX ?= /usr/local
DESTDIR ?=
PORT ?= 8080
SOURCES = Package.swift Schema Fixtures Sources Tests
# Linked with everything in it, the program starts in two thirds of the time and needs nothing
# installed. Exclusive access is checked while the tests run; without, it is a fifth faster.
STATIC = swift build -c release --static-swift-stdlib -Xswiftc -static-executable
# Types are made by code that knows what they conform to; by name, as usual, the runtime searches some
# seven thousand conformances for each, and the short commands take half as long again.
RELEASE = $(STATIC) -Xswiftc -enforce-exclusivity=unchecked --product authledger \
  -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
# A server meets strangers and is not in a hurry: exclusive access is checked. Its objects differ from
# those of the other program, so it has a folder of its own.
RELEASE_CONNECT = $(STATIC) --scratch-path .build-connect --product authledger-connect
# Compiled without optimizing, a module at a time, not a file at a time, its interface together with its
# code, and without what a debugger needs, everything is built in less than three quarters of the time. Who
# changes a file and tries again is faster with `swift build --build-tests`, which has a folder of its own.
UNOPTIMIZED = -c release -debug-info-format none -Xswiftc -Onone -Xcc -O0 \
  -Xswiftc -no-emit-module-separately-wmo
HEADERS = $$(.ci/precompile $(1) -O0 -g0)
# Without the packages of authledger-connect it is built in half the time, which counts for somebody who
# only looks; a folder of its own leaves what the tests built as it is.
DEMO_BUILD = swift build $(UNOPTIMIZED) --scratch-path .build-demo --disable-default-traits \
  $(call HEADERS,.build-demo) --product authledger
DEMO = .build-demo/ledger
WHOLE = $(UNOPTIMIZED) --scratch-path .build-whole -Xswiftc -enable-testing
BUILD = swift build $(WHOLE) $(call HEADERS,.build-whole)
# All tests at once would leave each too little of two cores to answer a server in its time.
TEST = .ci/test $(WHOLE) --skip-build --disable-xctest \
  --experimental-maximum-parallelization-width 12
SERVE = $(BUILD) --product authledger-connect
SANDBOX = .build/sandbox

.PHONY: demo serve test test-long lint build release release-connect binary binary-connect install bench
.PHONY: bench-full format packages demo-packages install-packages test-packages

demo: demo-packages
	$(DEMO_BUILD)
	@rm -rf $(DEMO)
	@bin=$$($(DEMO_BUILD) --show-bin-path) && PATH=$$bin:$$PATH authledger demo --ledger $(DEMO) && \
	  echo && echo "authledger is in $$bin; to type it as it stands here: export PATH=$$bin:\$$PATH"

serve: packages
	$(SERVE)
	@$$($(SERVE) --show-bin-path)/authledger-connect serve --sandbox --ledger $(SANDBOX) \
	  --port $(PORT)

release: packages
	$(RELEASE)

release-connect: packages
	$(RELEASE_CONNECT)

# Where the released binary is.
binary:
	@echo $$($(RELEASE) --show-bin-path)/authledger

# Where the released server is.
binary-connect:
	@echo $$($(RELEASE_CONNECT) --show-bin-path)/authledger-connect

test: test-packages lint build
	@echo "Running every test but the suites named ...LongTests, which make test-long runs."
	$(TEST) --skip LongTests
	@.ci/leftovers

# How much is tried, where the environment does not say; Tests/TestSupport/Trials.swift tells of what.
TRIALS = EDITS KILLS WORLDS HISTORIES INPUTS LOOKS EIGHTHS EXAMPLES
test-long: export AUTHLEDGER_TEST_EDITS ?= $(if $(FULL),50000,2000)
test-long: export AUTHLEDGER_TEST_KILLS ?= $(if $(FULL),5000,200)
test-long: export AUTHLEDGER_TEST_WORLDS ?= $(if $(FULL),100000,10000)
test-long: export AUTHLEDGER_TEST_HISTORIES ?= $(if $(FULL),5000,100)
test-long: export AUTHLEDGER_TEST_INPUTS ?= $(if $(FULL),2000000,100000)
test-long: export AUTHLEDGER_TEST_LOOKS ?= 4
test-long: export AUTHLEDGER_TEST_EIGHTHS ?= 8
test-long: export AUTHLEDGER_TEST_EXAMPLES ?= $(if $(FULL),500,50)

test-long: test-packages build
	@echo "Running the suites named ...LongTests, which prove by brute force; make test runs all others."
	@$(foreach name,$(TRIALS),echo "  AUTHLEDGER_TEST_$(name)=$(AUTHLEDGER_TEST_$(name))";)
	$(TEST) --filter LongTests
	@.ci/leftovers

lint:
	swift format lint --strict --parallel --recursive $(SOURCES)

build: packages
	$(BUILD) --build-tests --explicit-target-dependency-import-check error

INTO = $(DESTDIR)$(PREFIX)
COMPLETIONS = bash:bash-completion/completions/NAME zsh:zsh/site-functions/_NAME \
  fish:fish/vendor_completions.d/NAME.fish
UNIT = $(INTO)/lib/systemd/system/authledger-connect.service

install: release release-connect install-packages
	install -D -s -t $(INTO)/bin $$($(RELEASE) --show-bin-path)/authledger \
	  $$($(RELEASE_CONNECT) --show-bin-path)/authledger-connect
	@set -e; for name in authledger authledger-connect; do for pair in $(COMPLETIONS); do \
	  file=$(INTO)/share/$$(echo $${pair#*:} | sed s/NAME/$$name/); \
	  echo "completions for $${pair%%:*} into $$file"; \
	  script=$$($(INTO)/bin/$$name --generate-completion-script $${pair%%:*}); \
	  printf '%s\n' "$$script" | install -D -m 644 /dev/stdin $$file; \
	done; done
	@set -e; for name in authledger authledger-connect; do \
	  echo "manual pages of $$name into $(INTO)/share/man/man1"; \
	  pages=$$(mktemp -d); $(INTO)/bin/$$name --generate-manual $$pages; \
	  install -D -m 644 -t $(INTO)/share/man/man1 $$pages/*.1; rm -r $$pages; \
	done
	sed 's|/usr/local/bin/|$(PREFIX)/bin/|' docs/authledger-connect.service \
	  | install -D -m 644 /dev/stdin $(UNIT)
	install -D -m 644 -t $(INTO)/share/doc/authledger docs/authledger-connect.env

bench:
	Tests/Benchmarks/run

bench-full:
	Tests/Benchmarks/run --full

format:
	swift format --in-place --parallel --recursive $(SOURCES)

# What the build needs of Debian; says so when something is missing.
demo-packages:
	@.ci/packages libsqlite3-dev:/usr/include/sqlite3.h

packages: demo-packages
	@.ci/packages zlib1g-dev:/usr/include/zlib.h

install-packages:
	@.ci/packages binutils:/usr/bin/strip

test-packages: packages install-packages
	@.ci/packages python3-jsonschema:/usr/lib/python3/dist-packages/jsonschema/__init__.py \
	  python3-cryptography:/usr/lib/python3/dist-packages/cryptography/__init__.py \
	  golang-go:/usr/bin/go \
	  golang-golang-x-mod-dev:/usr/share/gocode/src/golang.org/x/mod/sumdb/note/note.go \
	  sqlite3:/usr/bin/sqlite3 openssl:/usr/bin/openssl \
	  chromium:/usr/bin/chromium chromium-driver:/usr/bin/chromedriver \
	  fonts-dejavu-core:/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf \
	  python3-selenium:/usr/lib/python3/dist-packages/selenium/__init__.py \
	  python3-authlib:/usr/lib/python3/dist-packages/authlib/__init__.py \
	  python3-requests-oauthlib:/usr/lib/python3/dist-packages/requests_oauthlib/__init__.py \
	  python3-pip:/usr/lib/python3/dist-packages/pip/__init__.py \
	  zsh:/usr/bin/zsh fish:/usr/bin/fish groff-base:/usr/bin/groff
	@.ci/axe-core
	@.ci/python-packages
