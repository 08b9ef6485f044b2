# Poise: two commands do all the rest: `make run`, `make test`.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
PYTHON ?= python3
UV := .uv/bin/uv
BIN := .venv/bin
READY := .venv/.ready
WORKERS ?= 2
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE := copy
export UV_COMPILE_BYTECODE := 1

.PHONY: help setup run test test-all lint docs bench lock clean

help:
	@echo "make run       solve the shipped textbook neuron, figures in out/"
	@echo "make test      lint, types, rooms, tests, docs"
	@echo "make test-all  the same with the slow comparisons"
	@echo "make bench     benchmarks, JSON in out/bench/"
	@echo "make docs      the documentation, in docs/_build/html"
	@echo "make setup     leaves .venv/bin/poise"
	@echo "make lock      renew requirements.lock and tools/uv.lock"

$(UV): tools/uv.lock
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/uv.lock
	@touch $@

$(READY): requirements.lock pyproject.toml $(UV)
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --offline --editable .
	$(BIN)/python -m compileall -q src/poise
	@touch $@

setup: $(READY)

run: $(READY)
	@$(BIN)/poise rest textbook_neuron --plot out/textbook_neuron_tug_of_war.png --circuit out/textbook_neuron_circuit.png
	@$(BIN)/poise iv textbook_neuron --from "-120 mV" --to "60 mV" --plot out/textbook_neuron_iv.png --quiet --next

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright --level error
	$(BIN)/lint-imports --no-cache

test: lint
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not slow"
	$(MAKE) docs

test-all: export POISE_EXAMPLES := new
test-all: lint
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
	$(MAKE) docs

docs: $(READY)
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build/html

bench: $(READY)
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.tables

lock: $(UV)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --all-extras --group dev pyproject.toml -o requirements.lock
	echo uv | $(UV) pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header - -o tools/uv.lock

clean:
	rm -rf .venv .uv out docs/_build docs/_generated
