# The whole developer interface: run, test, check, fix, chaos, bench, lock.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: install run test fast check fix chaos bench lock clean

install: $(VENV)/.run-ready

run: $(VENV)/.run-ready
	$(BIN)/python app.py demo

test: $(VENV)/.dev-ready
	$(BIN)/python -m pytest

fast: $(VENV)/.dev-ready
	$(BIN)/python -m pytest -m "not slow and not browser and not story"

check: $(VENV)/.dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n 0 tests/test_architecture.py

fix: $(VENV)/.dev-ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The long forms of the tests that kill, fuzz and simulate; about an hour. What came of it: docs/reliability.md
chaos: $(VENV)/.dev-ready
	$(BIN)/python -m tests.chaos --seed 1

bench: $(VENV)/.dev-ready
	$(BIN)/python -m benchmarks

# Needs uv on the path. Hashes only: no registry address ever enters a lock file.
LOCK := uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links
lock:
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache data

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-ready: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/.dev-ready: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@ $(VENV)/.run-ready
