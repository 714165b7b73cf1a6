# Two commands do all the set-up on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LOCKS  := .ci/locks

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench demo bundle lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(VENV)/.run: $(LOCKS)/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCKS)/build.txt -r $(LOCKS)/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(LOCKS)/test.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCKS)/test.txt
	@touch $@

run: $(VENV)/.run ## open the console on a live demo of the sample feeds
	@$(BIN)/reform-tui demo

demo: $(VENV)/.run ## make the full-size scenario cao-bang-2025-q1 in ./demo and open it
	@$(BIN)/reform-tui demo --scenario cao-bang-2025-q1 --into demo

test: $(VENV)/.test lint ## ruff, mypy and the whole suite
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

bundle: $(VENV)/.run ## dist/bundle: wheels and an install script for a server without a network
	PYTHON=$(BIN)/python sh .ci/bundle/make.sh dist/bundle

lock: $(VENV)/.test ## renew the locked versions (needs pip-tools in the environment)
	$(BIN)/python -m piptools compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-annotate --no-header -o $(LOCKS)/run.txt pyproject.toml
	$(BIN)/python -m piptools compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-annotate --no-header --extra test -c $(LOCKS)/run.txt -o $(LOCKS)/test.txt pyproject.toml

clean: ## remove what the targets above made
	rm -rf $(VENV) dist build demo
