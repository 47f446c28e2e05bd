# Two commands do all the set-up: `make demo` and `make test`.
CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/motcua
export CARGO_TARGET_DIR ?= $(CACHE)/target

# The engine: the prebuilt library where there is one, else compiled from source (over half an hour).
ENGINE ?= $(if $(shell command -v npm),prebuilt,bundled)
ifeq ($(ENGINE),prebuilt)
LIBRARY := $(shell ./scripts/engine.sh $(CACHE))
ifneq ($(.SHELLSTATUS),0)
$(error the prebuilt engine could not be had; see above, or compile it with `make ENGINE=bundled`)
endif
endif
ifneq ($(LIBRARY),)
export DUCKDB_LIB_DIR := $(LIBRARY)
else
FEATURES := --features bundled
endif

CARGO_FLAGS := --profile quick --locked $(FEATURES)

.PHONY: build release dist windows windows-test demo test check deny bless bench bench-quick spark-test cluster-test serve screenshots

build: ## build what is quick to compile, and put the binary at ./motcua
	cargo build $(CARGO_FLAGS)
	@ln -sfn $(CARGO_TARGET_DIR)/quick/motcua motcua

# What offices are given has no symbols and no path of whoever built it.
PLAIN_PATHS := $(foreach path,$(HOME)=home $(or $(CARGO_HOME),$(HOME)/.cargo)=cargo $(CARGO_TARGET_DIR)=target $(CURDIR)=motcua,--remap-path-prefix=$(path))
release bench: export RUSTFLAGS := -C strip=symbols $(PLAIN_PATHS)
release bench: export CFLAGS := -ffile-prefix-map=$(HOME)=home
release: ## build what offices are given, optimised throughout, and put the binary at ./motcua
	cargo build --release --locked $(FEATURES)
	@ln -sfn $(CARGO_TARGET_DIR)/release/motcua motcua

dist: $(if $(PROGRAM),,release) ## the archive and the Debian package of the release, or of PROGRAM, in dist/; tried in a clean root where that can be
	./scripts/dist.sh $(or $(PROGRAM),$(CARGO_TARGET_DIR)/release/motcua) $(CACHE)
	./scripts/package_root.sh dist/motcua_*_amd64.deb

windows: build ## the installer, the zip and the bundle for IT, for Windows, made on Linux, in dist/windows/; PROFILE=quick for trying
	./scripts/windows.sh $(CACHE) $(or $(PROFILE),release)

windows-test: build ## the program for Windows under Wine beside this one; KILLS=100 for more, PROGRAM=folder of a built motcua.exe
	./scripts/windows_test.sh ./motcua $(CACHE) $(PROGRAM)

demo: build ## take the built-in samples in and show what comes out
	./motcua demo

test: build ## every test; mail to a real server, a login at one, versions in one, the state in one, pages in a browser, documents in LibreOffice, where these are there
	cargo test $(CARGO_FLAGS)
	./scripts/mail.sh ./motcua $(CACHE)
	./scripts/oidc.sh ./motcua $(CACHE)
	./scripts/follow.sh ./motcua $(CACHE)
	./scripts/postgres.sh ./motcua $(CACHE) $(CARGO_FLAGS)
	./scripts/browser.sh ./motcua $(CACHE)
	./scripts/office.sh ./motcua
	./scripts/pdf_ua.sh ./motcua $(CACHE)

check: build ## what CI runs: format, lints, documentation, tests, content
	cargo fmt --check
	cargo clippy $(CARGO_FLAGS) --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc $(CARGO_FLAGS) --no-deps --document-private-items
	$(MAKE) deny
	$(MAKE) test
	./motcua check

# Not in `make test`: it needs Java and 600 MB of packages.
spark-test: build ## every function of the dialect, and whole builds, by DuckDB and by Apache Spark over the same inputs; SEED=1, MORE=500, ZONE=Asia/Ho_Chi_Minh draw others
	./scripts/spark_dialect.sh $(CACHE)
	./scripts/spark_build.sh ./motcua $(CACHE)

# Not in `make test`: it needs root, and takes longer than a minute.
cluster-test: build ## three reading nodes in network namespaces, an S3 server, a PostgreSQL: killed, cut off, half a version, a wrong digest
	./scripts/cluster.sh ./motcua $(CACHE)

deny: ## licences, bans and sources of what we take of others, by cargo-deny
	./scripts/deny.sh $(CACHE)

bless: build ## take the present output of the commands as expected
	INSTA_UPDATE=always cargo test $(CARGO_FLAGS)

bench: release ## what our work costs beside what it costs others, and pages under load; ROWS=10M, GROWTH="10M 30M" for more
	FEATURES="$(FEATURES)" ./scripts/bench.py $$(./scripts/python.sh $(CACHE) peers benches/requirements.txt)/bin/python
	./scripts/load.sh ./motcua

# As many instructions on a busy machine as on an idle one, of our crate as the tests have built it already.
bench-quick: ## instructions of our own hot parts against benches/parts.csv, by valgrind: a tenth more fails; BLESS=--bless takes them as expected
	cargo build $(CARGO_FLAGS) --bench parts
	./scripts/bench_quick.py $(CARGO_TARGET_DIR)/quick/deps $(BLESS)

serve: build ## serve the demo's data
	./motcua serve

screenshots: build ## the README's pictures, from the samples; needs Chromium
	./scripts/screenshots.sh ./motcua
