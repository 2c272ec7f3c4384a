# Two commands: `make run` reads the acts in data/raw into data/curated, `make test` checks the code.
# Both set up .venv first when requirements.lock or pyproject.toml changed; nothing else has to be installed.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test endurance bench clean

# Containers often forbid it, and each of our programs would compile thousands of modules anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
READY := .venv/.ready

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(READY) ## set up, then read data/raw into data/curated and say what to open next
	@$(BIN)/schedario run

test: $(READY) ## set up, then lint, type-check and test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile

endurance: $(READY) ## kill runs at each step, fill disks, publish under readers: some ten minutes more than the tests
	$(BIN)/pytest -n 2 --dist loadfile tests/endurance

bench: $(READY) ## compare speed, exactness and memory with other readers; writes the table of the README
	$(BIN)/python -m tests.benchmark

clean: ## remove what the run and the set-up made (.venv, data/curated)
	rm -rf .venv data/curated

# uv installs in seconds what takes pip minutes; where it can't be had, pip does the same.
$(READY): requirements.lock pyproject.toml
	@echo "Setting up .venv (only the first time, and when the dependencies change) ..."
	@python=$$(for name in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	    $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; \
	done) || true; \
	test -n "$$python" || { \
	    echo "error: no Python 3.11 or newer found; install one, or name it: make PYTHON=/path/to/python3 run" >&2; exit 1; }; \
	$$python -m venv .venv
	@if $(BIN)/python -m pip install --quiet uv 2>/dev/null \
	    && VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet -r requirements.lock --no-deps 2>/dev/null; then :; \
	else $(BIN)/python -m pip install --quiet --no-deps -r requirements.lock; fi
	@$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@
