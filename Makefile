# Every command of the project. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
BIN := .venv/bin
PY_READY := .venv/.ready
NODE_READY := zendesk_app/node_modules/.ready
BUILD_READY := zendesk_app/build/.ready
SPECS ?= ../shared/specs
FAULTS := $(BIN)/python -m pytest -q -n 8 --dist worksteal
API := zendesk_app/generated/openapi.json
PANEL_SOURCES := $(shell find zendesk_app/src zendesk_app/scripts zendesk_app/translations -type f 2>/dev/null) \
	zendesk_app/vite.config.ts zendesk_app/tsconfig.json zendesk_app/package.json
UV := uv==0.13.9
LOCKED := --constraints constraints.txt --universal --python-version 3.11 --generate-hashes --no-annotate --quiet \
	--custom-compile-command "make lock"
PIP_AUDIT := pip-audit==2.10.1
API_SOURCES := $(shell find backend/web backend/panel backend/operations -name '*.py') $(wildcard backend/handbook/*)

.PHONY: help demo test contract soak check bench load package screenshots build lock audit tools

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

demo: build ## run the product against the sandbox, until Ctrl-C
	@exec $(BIN)/python -m sandbox.demo

test: build ## run all tests: Python, panel, browser
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --ignore=tests/faults --ignore=tests/contract
	$(FAULTS) tests/faults
	cd zendesk_app && npm run --silent test

contract: build ## hold product and sandbox to the vendors' published descriptions in SPECS=<folder>
	SPECS=$(SPECS) $(BIN)/python -m pytest -q tests/contract

soak: build ## run the fault tests in their long form (half an hour)
	$(FAULTS) --soak tests/faults

check: build ## lint, types, and the weight of the panel
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd zendesk_app && npm run --silent check && npm run --silent size

bench: build ## measure, each line beside the bare thing; writes bench/results.json, fails if a limit is broken
	@PYTHONPATH=. $(BIN)/python -m bench

load: build ## simulate 200 agents for 60 s against the product with slow vendors
	@PYTHONPATH=. $(BIN)/python -m bench load

package: build ## write dist/support-on-call-<version>.zip for Zendesk
	$(BIN)/python zendesk_app/package.py

screenshots: build ## take pictures of every state of the panel into screenshots/
	$(BIN)/python -m docs.screenshots

build: $(PY_READY) $(NODE_READY) $(BUILD_READY) ## set everything up and build the panel

tools:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or newer"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11: install a newer one, or run make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments: install its venv package (Debian: python3-venv)"; exit 1; }
	@command -v node >/dev/null || { echo "Node.js is missing: install Node 20 or newer"; exit 1; }
	@node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' || { echo "Node.js is older than 20: install a newer one"; exit 1; }
	@command -v npm >/dev/null || { echo "npm is missing: install it beside Node.js"; exit 1; }

lock: tools ## pin and hash what requirements.txt and constraints.txt name into requirements.lock
	@$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check $(UV)
	.tools/bin/uv pip compile requirements.txt $(LOCKED) --output-file requirements.lock
	sed '/^# What tests/,$$d' requirements.txt | .tools/bin/uv pip compile - $(LOCKED) --output-file requirements-run.lock

audit: $(NODE_READY) ## look for known vulnerabilities in what it rests on (asks PyPI and npm)
	@$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check $(PIP_AUDIT)
	.tools/bin/pip-audit --requirement requirements.lock --disable-pip --strict
	cd zendesk_app && npm audit

$(PY_READY): requirements.lock | tools
	@echo "setting up Python (once) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(NODE_READY): zendesk_app/package-lock.json zendesk_app/package.json | tools
	@echo "setting up Node (once) ..."
	@cd zendesk_app && npm ci --silent --no-audit --no-fund
	@touch $@

$(API): $(API_SOURCES) $(PY_READY)
	@mkdir -p $(@D)
	@$(BIN)/python -m backend openapi > $@.new
	@mv $@.new $@

$(BUILD_READY): $(API) $(PANEL_SOURCES) $(NODE_READY)
	@echo "building the panel ..."
	@cd zendesk_app && npm run --silent build
	@touch $@
