# Every verb of this repository. `make help` lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
BIN := .venv/bin
VAR := var
PG := tests/support/pg_cluster.sh
DEMO := SIMCAP_MODE=demo PORT=$(PORT)
# Two cores are what a small office server has, and what these checks are timed on; a third worker fills the time in
# which the others wait for a browser, a worker or a killed server (measured: cores idle a quarter of the time with two).
WORKERS ?= 3
# Compiled modules are kept: each run starts some dozens of processes of this program.
unexport PYTHONDONTWRITEBYTECODE
MESSAGES := $(patsubst %.po,%.mo,$(wildcard simcap/locale/*/LC_MESSAGES/django.po))

.PHONY: help run test test-setup test-sqlite test-postgresql story bench fuzz check fix lint types imports \
	translations catalogue migrations-check lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' Makefile

## ── Run ────────────────────────────────────────────────────────────────────────────────────────────────────────────
run: .venv/run.stamp $(MESSAGES) ## the service with demonstration data on http://127.0.0.1:8000/ (PORT=… for another)
	@$(DEMO) $(BIN)/simcap migrate --verbosity 0
	@$(DEMO) $(BIN)/simcap demo
	@$(DEMO) exec $(BIN)/simcap serve

%.mo: %.po | .venv/run.stamp
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

## ── Install ────────────────────────────────────────────────────────────────────────────────────────────────────────
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo \
	  "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12 …" \
	  >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Install python3-venv (Debian, Ubuntu: apt install python3-venv)." \
	  >&2; exit 1; }

.venv/run.stamp: requirements/run.txt requirements/build.txt | .venv/bin/python
	@echo "Installing into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	  -r requirements/build.txt -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@echo "Installing the test tools into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

lock: .venv/dev.stamp ## write requirements/*.txt anew from pyproject.toml (newest versions allowed)
	@for what in build run dev; do \
	  case $$what in \
	    build) from="requirements/build.in" ;; \
	    run) from="pyproject.toml" ;; \
	    dev) from="pyproject.toml --group pyproject.toml:dev --constraint requirements/run.txt" ;; \
	  esac; \
	  $(BIN)/uv pip compile $$from --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --custom-compile-command "make lock" --quiet --upgrade \
	    --output-file requirements/$$what.txt || exit 1; \
	done

## ── Check ──────────────────────────────────────────────────────────────────────────────────────────────────────────
check: .venv/dev.stamp lint types imports ## the fast checks: lint, format, types, imports

lint: .venv/dev.stamp
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet

types: .venv/dev.stamp
	@$(BIN)/mypy

imports: .venv/dev.stamp
	@$(BIN)/lint-imports --no-logo

fix: .venv/dev.stamp ## mend what can be mended by machine
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

translations: .venv/dev.stamp ## the English catalogue is complete
	@$(BIN)/python -m tests.support.catalogue --check

catalogue: .venv/dev.stamp ## write new sentences into the English catalogue, untranslated, and drop those no longer used
	@$(BIN)/python -m tests.support.catalogue

migrations-check: .venv/dev.stamp
	@SIMCAP_VAR=$(VAR)/check $(BIN)/simcap makemigrations --check --dry-run

## ── Test ───────────────────────────────────────────────────────────────────────────────────────────────────────────
test: test-setup .venv/dev.stamp ## the whole suite: checks, SQLite, browser, PostgreSQL
	@$(MAKE) --no-print-directory check translations migrations-check
	@TEST_BOTH_ENGINES=1 $(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgresql

test-setup: ## install the system parts of the tests, where that is allowed; else say which are missing
	@tests/support/system_parts.sh

test-sqlite: .venv/dev.stamp $(MESSAGES) ## tests on SQLite, browser included (ARGS="-k name" for some)
	@SIMCAP_TEST_DB=sqlite $(BIN)/pytest -n $(WORKERS) $(ARGS)

test-postgresql: .venv/dev.stamp $(MESSAGES) ## tests on a private PostgreSQL
	@trap '$(PG) stop' EXIT; DATABASE_URL="$$($(PG) start)" && export DATABASE_URL && \
	  SIMCAP_TEST_DB=postgresql $(BIN)/pytest -n $(WORKERS) -m "not browser and not once" $(ARGS)

fuzz: .venv/dev.stamp $(MESSAGES) ## property-based tests, fifty times as many examples
	@HYPOTHESIS_PROFILE=fuzz $(BIN)/pytest -m hypothesis $(ARGS)

story: .venv/run.stamp $(MESSAGES) ## the whole SOP, from the letter to the accepted report, against figures worked out by hand
	@SIMCAP_MODE=demo SIMCAP_VAR=$(VAR)/story $(BIN)/simcap story

bench: .venv/dev.stamp $(MESSAGES) ## acts, documents, journal, pages as cases grow (ARGS="--only pages --cases 1000000")
	@$(BIN)/python -m bench $(ARGS)

clean: ## remove the environment and everything in var/
	@$(PG) stop 2>/dev/null || true
	@rm -rf .venv $(VAR)
