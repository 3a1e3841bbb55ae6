# make run    set everything up, start the product (PORT=8000)
# make test   set everything up, run every test
# make lint   style, types, the arrows between the parts
# make bench  speed, as ratios against a baseline in the same run
# make fuzz   mutated playbooks against the validator (FUZZ_SECONDS=600)
# make mutants our own code broken in small ways: what do the tests miss? (MUTANTS="expr"; takes two hours)

SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PORT

FUZZ_SECONDS ?= 600

.PHONY: run test lint bench fuzz mutants bundle programs clean
.DEFAULT_GOAL := run

run: $(VENV)/.run static/dist/.built
	@$(BIN)/python -m playbooks_web.launch

test: $(VENV)/.dev static/dist/.built programs
	$(BIN)/python -m pytest $(PYTEST)
	$(BIN)/python -m tools.node --test $$(find tests/js -name "*.test.js")

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	$(BIN)/python -m benchmarks $(BENCH)

fuzz: $(VENV)/.dev
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@mkdir -p var/fuzz
	$(BIN)/python -m tools.fuzz -max_total_time=$(FUZZ_SECONDS) -timeout=20 -rss_limit_mb=4000 -max_len=20000 -artifact_prefix=var/fuzz/

mutants: $(VENV)/.dev
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/mutation.txt
	$(BIN)/python -m tools.mutants $(MUTANTS)

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.11")'
	@echo 'Setting up: Python packages, then the front end. This takes a minute the first time.'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/.made
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

bundle: static/dist/.built
static/dist/.built: package.json package-lock.json tools/node.py $(shell find static/js static/css -type f) | $(VENV)/.run
	@$(BIN)/python -m tools.node --bundle
	@touch $@

programs: $(VENV)/.dev
	@$(BIN)/python -m tools.programs

clean:
	rm -rf $(VENV) node_modules static/dist .mypy_cache .ruff_cache
