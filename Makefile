# `make` alone lists what there is. Every target can be run again, and after an interruption: what is done is
# marked last (.venv/.runtime, .venv/.develop), so half a job is done anew.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?=
# Three on two cores: a test that waits for a browser or a server leaves its core to another.
JOBS ?= 3
DEMO ?= demo-workspace

BIN := .venv/bin
SYNC := $(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes --python $(BIN)/python
INSTALL := $(BIN)/uv pip install --quiet --no-deps --python $(BIN)/python --editable . && $(BIN)/python -m compileall -q src
LOOPS := from bookload.planning.balance.solving import compile_loops; compile_loops()
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url

export JOBS
# What Python and pytest make of a file is kept, or each worker of each run would make it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## what there is to make
	@echo "Bookload: from billing rows to ARR per CSM and the heads that a team needs."
	@echo
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | awk -F '\t' '{printf "  make %-8s %s\n", $$1, $$2}'
	@echo
	@echo "Nothing has to be installed first but Python 3.11 or later; everything goes into .venv."

# ------------------------------------------------------------------------------------------------ what to use

.PHONY: demo
demo: .venv/.runtime ## the sample company: its report here, as a page and as a workbook in demo-workspace/
	@$(BIN)/bookload demo $(DEMO)
	@$(BIN)/bookload report --workspace $(DEMO) --html $(DEMO)/report.html --xlsx $(DEMO)/report.xlsx > /dev/null
	@echo
	@echo "Written: $(DEMO)/report.html (open it in a browser) and $(DEMO)/report.xlsx."
	@echo "Try next:"
	@echo "  $(BIN)/bookload explain arr_per_csm --workspace $(DEMO)"
	@echo "  $(BIN)/bookload movements --by person --workspace $(DEMO)"
	@echo "  $(BIN)/bookload capacity --workspace $(DEMO)"
	@echo "  $(BIN)/bookload serve --workspace $(DEMO)"
	@echo "  $(BIN)/bookload init my-company && $(BIN)/bookload import YOUR-FILES --workspace my-company"

# --------------------------------------------------------------------------------------------- what to develop

.PHONY: setup
setup: .venv/.develop ## .venv with everything that it takes to change Bookload

# The code's state takes one core; what pytest makes of the tests' files, and numba of loops, the other: once,
# not in each worker.
.PHONY: test
test: .venv/.develop .venv/.chromium ## all that has to hold before a change lands; at most 15 minutes
	@{ $(BIN)/python -c "$(LOOPS)"; $(BIN)/pytest --collect-only -qq; } > /dev/null 2>&1 & $(MAKE) --no-print-directory state; wait
	@.ci/test

.PHONY: check
check: .venv/.develop state ## the quick part of test: the state of the code and its unit tests
	@$(BIN)/pytest -n $(JOBS) -q -m "not prove and not browser and not spark" tests/unit tests/properties tests/test_house.py

.PHONY: state
state: .venv/.develop
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	PYTHONPATH=tests $(BIN)/mypy
	$(BIN)/lint-imports --no-logo

.PHONY: prove
prove: .venv/.develop .venv/.chromium ## the counts that issues and docs promise; writes docs/reference/proved.md
	@BOOKLOAD_PROVE=1 $(BIN)/pytest -n $(JOBS) -m prove

.PHONY: docs
docs: .venv/.develop ## the documentation, into build/docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --config-file docs/mkdocs.yml
	@echo "Written: build/docs/index.html"

.PHONY: bench
bench: .venv/.develop ## each measured task of benchmarks/, with what stands beside it
	@status=0; for task in $(sort $(wildcard benchmarks/*.py)); do $(BIN)/python "$$task" || status=1; done; exit $$status

.PHONY: lock
lock: .venv/.develop ## requirements/*.lock anew from requirements/*.in (UPGRADE=1 takes newer releases)
	@$(COMPILE) $(if $(UPGRADE),--upgrade) requirements/dev.in -o requirements/dev.lock
	@$(COMPILE) requirements/runtime.in -c requirements/dev.lock -o requirements/runtime.lock
	@$(COMPILE) requirements/uv.in -c requirements/dev.lock -o requirements/uv.lock

.PHONY: clean
clean: ## everything that was made here: .venv, build/, the sample company, caches
	rm -rf .venv build $(DEMO) .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests docs examples benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# ------------------------------------------------------------------------------------------------ .venv itself

.venv/.made: requirements/uv.lock .ci/venv
	@echo "Making .venv"
	@PYTHON="$(PYTHON)" .ci/venv
	@touch $@

.venv/.develop: .venv/.made requirements/dev.lock pyproject.toml
	@echo "Installing what it takes to change Bookload"
	@$(SYNC) requirements/dev.lock
	@$(INSTALL)
	@touch .venv/.runtime $@

# Who only wants to run it gets requirements/runtime.lock; a .venv that has more keeps it.
.venv/.runtime: .venv/.made requirements/runtime.lock pyproject.toml
	@echo "Installing what Bookload runs on"
	@$(SYNC) $$( [ -e .venv/.develop ] && echo requirements/dev.lock || echo requirements/runtime.lock )
	@$(INSTALL)
	@touch $@

.venv/.chromium: .venv/.made .ci/chromium
	@.ci/chromium
	@touch $@
