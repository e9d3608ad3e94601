# `make demo` opens the demo book; `make test` checks everything. Both keep to this folder.
PYTHON ?= python3
VENV := .venv
LOCK := .ci/requirements.lock
BIN := $(VENV)/bin
export RMDESK_HOME ?= $(CURDIR)/$(VENV)/home
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo test check torture lock clean

demo: $(VENV)/.app
	@$(BIN)/rmdesk demo

test: check

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

# Kills, full disks, damaged files, random imports, random work undone and redone: some minutes.
torture: $(VENV)/.dev
	$(BIN)/python -m tests.torture $(SEED)

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "rmdesk needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.app: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --no-cache-dir --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml $(LOCK)
	$(BIN)/python -m pip install --quiet --no-cache-dir --require-hashes --requirement $(LOCK)
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps --editable .
	@touch $@ $(VENV)/.app

lock: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet uv
	head -2 $(LOCK) > $(LOCK).new
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-header --no-annotate --extra dev pyproject.toml >> $(LOCK).new
	mv $(LOCK).new $(LOCK)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
