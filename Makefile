# Two commands do all the set-up on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LOCKS  := .ci/locks
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK   := piptools compile -q $(UPGRADE) --generate-hashes --strip-extras --allow-unsafe --no-emit-options --no-annotate --no-header

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench demo bundle lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

$(VENV)/.run: $(LOCKS)/build.txt $(LOCKS)/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("reform-tui needs Python 3.11 or newer; say make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r $(LOCKS)/build.txt -r $(LOCKS)/run.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(LOCKS)/test.txt $(VENV)/.run
	$(PIP) --require-hashes -r $(LOCKS)/test.txt
	@touch $@

run: $(VENV)/.run ## open the console on a live demo of the sample feeds
	@$(BIN)/reform-tui demo

test: lint ## ruff, mypy and the whole suite
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.test ## ruff and mypy only
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.test ## let ruff format and mend what it can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.test ## the paired whole-process measurements of docs/measurements.md
	$(BIN)/python tests/bench/run.py
	$(BIN)/python tests/bench/cost.py

demo: $(VENV)/.run ## make a quarter at full size in ./demo, once, and open it
	@$(BIN)/reform-tui demo --scenario cao-bang-2025-q1 --into demo

bundle: $(VENV)/.run ## dist/bundle: wheels and an install script for a server without a network
	PYTHON=$(BIN)/python sh .ci/bundle/make.sh dist/bundle

lock: ## lock what pyproject.toml asks for; UPGRADE=--upgrade for newer versions
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --require-hashes -r $(LOCKS)/lock.txt
	build/lock/bin/python -m $(LOCK) -o $(LOCKS)/run.txt -c $(LOCKS)/run.in pyproject.toml
	build/lock/bin/python -m $(LOCK) -o $(LOCKS)/test.txt -c $(LOCKS)/run.txt --extra test pyproject.toml
	build/lock/bin/python -m $(LOCK) -o $(LOCKS)/build.txt -c $(LOCKS)/test.txt $(LOCKS)/build.in
	build/lock/bin/python -m $(LOCK) -o $(LOCKS)/lock.txt -c $(LOCKS)/test.txt $(LOCKS)/lock.in

clean: ## remove what the other targets made
	rm -rf $(VENV) dist build demo
