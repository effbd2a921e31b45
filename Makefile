# `make` alone prints help. Everything works from a fresh clone with Python 3.11+ and make.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

HOST ?= 127.0.0.1
PORT ?= 8000
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
TEST_REDIS_URL ?= redis://127.0.0.1:6379
ARGS ?=
export HOST PORT

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/python -m pytest -q --durations=10
RUNTIME := .venv/.runtime
DEV := .venv/.dev

.PHONY: help setup demo test test-browser test-services check bench fix messages lock clean

help: ## Print this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-15s %s\n", $$1, $$2 }'

# The first Python that is new enough and can make environments.
.venv/bin/python:
	@for python in $${PYTHON:-} python3 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making .venv with $$($$python --version)"; exec $$python -m venv .venv; fi; \
	done; echo "Install Python 3.11 or newer with venv (Debian: apt-get install python3-venv)." >&2; exit 1

$(RUNTIME): requirements.lock | .venv/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

setup: $(DEV) ## Make .venv and install everything; then .venv/bin/python manage.py works
	@$(MANAGE) compile_locale

demo: export DEMO = 1
demo: $(RUNTIME) ## Set up, load the demo city and serve it on HOST:PORT (127.0.0.1:8000)
	@$(MANAGE) compile_locale
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@$(MANAGE) migrate --no-input --verbosity 0
	@$(MANAGE) demo_data
	@exec $(MANAGE) serve

test: setup ## Run every test that needs neither server nor browser (ARGS="-k word")
	@env -u TEST_DATABASE_URL $(PYTEST) -n auto -m "not browser and not services" $(ARGS)

test-browser: setup ## Run the tests in chromium, installed with apt-get when it is missing
	@.ci/chromium
	@env -u TEST_DATABASE_URL $(PYTEST) -m browser $(ARGS)

test-services: setup ## Run the suite on PostgreSQL (TEST_DATABASE_URL) and Redis (TEST_REDIS_URL); fails when one is absent
	@TEST_DATABASE_URL='$(TEST_DATABASE_URL)' TEST_REDIS_URL='$(TEST_REDIS_URL)' $(PYTEST) -n auto -m "not browser" $(ARGS)

check: setup ## Lint, formats, import rules, migrations, deployment, translations; no tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 --check {} +
	@$(BIN)/lint-imports --no-cache --no-logo
	@DEMO=1 $(MANAGE) makemigrations --check --dry-run
	@HTTPS=1 ALLOWED_HOSTS=localhost $(MANAGE) check --deploy --fail-level WARNING
	@$(MANAGE) check_locale

bench: setup ## Print the benchmark: our steps, inbox and launch beside others (ARGS="...")
	@$(BIN)/python -m benchmarks $(ARGS)

fix: setup ## Format the code and put right what the linter can
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} + || true

messages: setup ## Collect the texts of code and templates into locale/, and compile them
	@$(MANAGE) collect_locale
	@$(MANAGE) compile_locale

lock: setup ## Choose the newest versions that pyproject.toml allows, and write them down
	@for extra in "" "--extra=dev --constraint=requirements.lock"; do \
	  $(BIN)/pip-compile --quiet --upgrade --no-config --strip-extras --allow-unsafe --no-header --annotation-style=line \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host $$extra \
	    --output-file=$$([ -z "$$extra" ] && echo requirements.lock || echo requirements-dev.lock) pyproject.toml; \
	done

clean: ## Remove what make made, but not var/ (the database and files)
	@rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results htmlcov .coverage
	@find . -name '*.mo' -not -path './.venv/*' -delete
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
