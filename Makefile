# make build   a virtual environment of its own from the lock file, then the site
# make test    all that CI runs
# make lock    pins the dependencies anew (needs uv)

PYTHON ?= python3
SITE ?= site
RUNTIME := .venv/runtime.stamp
DEVELOPMENT := .venv/development.stamp
BIN := .venv/bin

.PHONY: build test bench lock clean

build: $(RUNTIME)
	$(BIN)/python -m cim_kg build --out $(SITE)

test: $(DEVELOPMENT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m cim_kg format --check
	$(BIN)/python -m cim_kg validate
	$(BIN)/pytest -n 2

bench: $(DEVELOPMENT)
	$(BIN)/python -m benchmarks.ratios

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q --group dev -o requirements-dev.lock pyproject.toml

clean:
	rm -rf .venv $(SITE)

.venv/created.stamp:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cim-kg needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	touch $@

$(RUNTIME): requirements.lock | .venv/created.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

$(DEVELOPMENT): requirements-dev.lock | .venv/created.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@ $(RUNTIME)
