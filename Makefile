# Two commands: `make run` and `make test`. Everything else serves them.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup run test bench lint lock

setup: .venv/.complete

.venv/.complete: requirements.lock requirements-uv.lock pyproject.toml package-lock.json
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/npm ci --silent --ignore-scripts --no-fund --no-audit
	$(BIN)/python -m api.typeface.laid node_modules
	$(BIN)/python -m api.qr_reader.laid node_modules
	touch $@

run: setup
	$(BIN)/bihuan demo

test: setup lint
	$(BIN)/pytest -n 2

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m benchmarks

# Lock again after a change of pyproject.toml; uv.lock is not kept, for it names hosts.
lock:
	$(BIN)/uv pip compile pyproject.toml --extra postgresql --group dev --universal --python-version 3.11 \
	    --generate-hashes --no-header --quiet --output-file requirements.lock
