# Everything sets itself up: Python 3.11+ is all that `make run`, `make demo` and `make test` need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: run demo test check bench bench-ingest bench-judge compose-test lock clean

run: $(STAMP) ## start from the sample configuration; Ctrl-C drains
	@test -e detente.toml || $(BIN)/detente init
	@exec $(BIN)/detente run

demo: $(STAMP) ## the same pipeline on a news site that it serves itself, without a network
	@exec $(BIN)/detente demo

test: $(DEV_STAMP) ## all tests; the real Kafka where Java and Maven are there
	$(BIN)/python -m pytest

check: $(DEV_STAMP) ## format, lint, types, import rules, and the fast tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -m "not e2e and not servers" -x tests/kernel tests/properties

bench: $(DEV_STAMP) ## throughput and latency, as ratios taken in one run
	$(BIN)/python -m tests.bench

bench-ingest: $(DEV_STAMP) ## what ten thousand feeds cost; FEEDS=feeds.tar.xz measures the parse ladder on those, SMALL=1 is quick
	$(BIN)/python -m tests.bench.ingest $(FEEDS) $(if $(SMALL),--small)

bench-judge: $(DEV_STAMP) ## reading alone: against trafilatura on every page; PAGES=a folder of HTML pages measures them, too
	$(BIN)/python -m tests.bench.judge $(PAGES)

compose-test: $(DEV_STAMP) ## build the image, bring the stack up, see an alert arrive, take it down
	$(BIN)/python -m deploy.compose_test

lock: ## exact versions with hashes, for every platform; names no index
	$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/pip install -q uv
	UV_NO_CONFIG=1 $(VENV)-lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
	UV_NO_CONFIG=1 $(VENV)-lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	rm -rf $(VENV)-lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Détente needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(STAMP): $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(DEV_STAMP): $(STAMP) requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) $(VENV)-lock *.egg-info build .pytest_cache .mypy_cache .ruff_cache .hypothesis
