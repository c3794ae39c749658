# Every command of the project. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
BIN := .venv/bin
# What the machine lacks is fetched into .machine, where only this project looks.
export PATH := $(CURDIR)/.machine/bin:$(PATH)
# Some machines forbid bytecode; here Python starts hundreds of times, and would compile everything each time.
unexport PYTHONDONTWRITEBYTECODE
# Python that is starting answers Ctrl-C with a traceback: GNU's env keeps the signal until the program is ready for it.
PATIENTLY := $(shell env --block-signal=INT true 2>/dev/null && echo env --block-signal=INT)
PROVISION := $(PATIENTLY) $(PYTHON) -m provision
PY_READY := .venv/.ready
NODE_READY := zendesk_app/node_modules/.ready
BUILD_READY := zendesk_app/build/.ready
SPECS ?= ../shared/specs
# What shares servers stays together and goes to whoever is free, the longest first: see tests/conftest.py.
DEALT := --dist loadfile --no-loadscope-reorder
PANEL_SOURCES := $(shell find zendesk_app/src zendesk_app/scripts zendesk_app/translations -type f 2>/dev/null) \
	zendesk_app/vite.config.ts zendesk_app/tsconfig.json zendesk_app/package.json
UV := uv==0.13.9
LOCKED := --universal --python-version 3.11 --generate-hashes --no-annotate --quiet \
	--custom-compile-command "make lock"
PIP_AUDIT := pip-audit==2.10.1
MUTMUT := mutmut==3.8.1
# Files alone: a folder changes with the bytecode in it.
API_SOURCES := $(shell find backend/web backend/panel backend/operations backend/handbook -name '*.py' -o -name '*.yml')

.PHONY: help demo test contract unit unit-stored unit-vendors unit-rest test-python mutants test-fresh soak check bench load release package screenshots build lock audit tools node programs

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

demo: build ## run the product against the sandbox, until Ctrl-C; PORT=8100 elsewhere, KEEP=1 keeps its database
	@exec $(PATIENTLY) $(BIN)/python -m sandbox.demo --port $(or $(PORT),8000) $(if $(KEEP),--keep)

# `tools`, which comes first, then also names what only the tests need.
test soak bench load screenshots: NEEDS := --tests

# What fails is tried once more, and both tries are printed: beside other work a machine stalls for longer than a test
# should wait. Fault tests that fail are never tried again.
AGAIN := --reruns 1
OTHER_CACHE := -o cache_dir=.machine/other/cache
# The same for the thousands of unit tests, each of which that option makes wait for 20 ms.
LAST_FAILED := --last-failed --last-failed-no-failures none

# What starts servers and browsers waits for much of its time, so there are more workers than cores.
test: programs build ## run all tests: Python, panel, browser
	$(BIN)/python -m pytest -q -n 8 $(DEALT) $(AGAIN) tests/e2e tests/faults tests/integration
	@$(IN_PARTS) TRIES=2
	cd zendesk_app && npm run --silent test

contract: build ## hold product and sandbox to the vendors' published descriptions in SPECS=<folder>
	SPECS=$(SPECS) $(BIN)/python -m pytest -q tests/contract

unit: $(PY_READY) ## run the unit tests alone, in a time zone far from UTC: no server, no browser, seconds
	@TZ=Pacific/Auckland $(IN_PARTS)

# Three processes, of which one waits for much of its time: pytest-xdist's workers would each collect all of it, and
# report test by test.
STORED := $(addprefix tests/unit/,operations panel store)
PARTS := unit-stored unit-vendors unit-rest
IN_PARTS := $(MAKE) --no-print-directory -j 3 $(if $(filter output-sync,$(.FEATURES)),--output-sync) $(PARTS)
unit-stored: FOLDERS := $(STORED)
unit-vendors: FOLDERS := tests/unit/vendors
unit-rest: FOLDERS := tests/unit $(addprefix --ignore=,tests/unit/vendors $(STORED))
$(PARTS):
	$(PART) $(if $(TRIES),|| $(PART) $(LAST_FAILED))
# What failed is kept apart too: of several that write into one cache, the later forgets what the other found.
PART = $(BIN)/python -m pytest -q -p no:schemathesis -o cache_dir=.machine/$@ $(FOLDERS)

test-python: programs build ## run the unit tests on another Python: make test-python OTHER=python3.13
	$(OTHER) -m venv .machine/other
	.machine/other/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	.machine/other/bin/python -m pytest -q -n 2 $(OTHER_CACHE) tests/unit \
		|| .machine/other/bin/python -m pytest -q $(OTHER_CACHE) $(LAST_FAILED) tests/unit

mutants: $(PY_READY) ## change the rules in every small way: which changes do their unit tests not notice? (10 minutes)
	$(PYTHON) -m venv .machine/mutants
	.machine/mutants/bin/pip install --quiet --disable-pip-version-check -r requirements.lock
	.machine/mutants/bin/pip install --quiet --disable-pip-version-check $(MUTMUT)
	TZ=Pacific/Auckland .machine/mutants/bin/mutmut run
	.machine/mutants/bin/mutmut results

test-fresh: ## run demo and tests on bare Debians and Ubuntu, as an ordinary user, from nothing (needs root)
	.ci/fresh bookworm trixie noble

soak: programs build ## run the fault tests in their long form (half an hour)
	$(BIN)/python -m pytest -q -n 6 $(DEALT) --soak tests/faults

check: build ## lint, types, the weight of the panel, and the walk-throughs of docs/extending.md
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd zendesk_app && npm run --silent check && npm run --silent size
	$(BIN)/python -m pytest -q -n 2 tests/docs

bench: programs build ## measure, each line beside the bare thing; writes bench/results.json, fails if a limit is broken
	@PYTHONPATH=. $(BIN)/python -m bench

load: programs build ## simulate 200 agents for 60 s against the product with slow vendors
	@PYTHONPATH=. $(BIN)/python -m bench load

release: build ## write dist/support-on-call-<version>.tar.gz, all that a server needs
	$(BIN)/python ops/release.py

package: build ## write dist/support-on-call-<version>.zip for Zendesk
	$(BIN)/python zendesk_app/package.py

screenshots: programs build ## take pictures of every state of the panel into screenshots/
	$(BIN)/python -m docs.screenshots

build: $(PY_READY) $(NODE_READY) $(BUILD_READY) ## set everything up and build the panel

tools:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or newer (Debian: python3 python3-venv)"; exit 1; }
	@$(PATIENTLY) $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11: install a newer one, or run make PYTHON=python3.11"; exit 1; }
	@$(PROVISION) tools $(NEEDS)

node: $(PY_READY)
	@$(PROVISION) node

programs: node
	@$(PROVISION) programs

lock: tools ## pin and hash what requirements.txt, constraints.txt and provision/ name
	@$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check $(UV)
	.tools/bin/uv pip compile requirements.txt $(LOCKED) --constraints constraints.txt --output-file requirements.lock
	sed '/^# What tests/,$$d' requirements.txt | \
		.tools/bin/uv pip compile - $(LOCKED) --constraints constraints.txt --output-file requirements-run.lock
	for one in node postgres; do \
		.tools/bin/uv pip compile provision/$$one.txt $(LOCKED) --no-deps --output-file provision/$$one.lock; done

audit: $(NODE_READY) ## look for known vulnerabilities in what it rests on (asks PyPI and npm)
	@$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check $(PIP_AUDIT)
	.tools/bin/pip-audit --requirement requirements.lock --disable-pip --strict
	cd zendesk_app && npm audit

$(PY_READY): requirements.lock | tools
	@$(PROVISION) python

$(NODE_READY): zendesk_app/package-lock.json zendesk_app/package.json | node
	@$(PROVISION) packages

$(BUILD_READY): $(API_SOURCES) $(PANEL_SOURCES) $(PY_READY) $(NODE_READY)
	@$(PROVISION) panel
