# Two commands: `make run` and `make test`. `make help` lists all.
.DEFAULT_GOAL := help
SHELL := /bin/bash

HOST ?= 127.0.0.1
PORT ?= 8000
PORTAL_STATE ?= $(CURDIR)/var
export PORTAL_STATE
# Bytecode is kept, whatever the machine says: each of the hundreds of processes that tests start would compile 900 files.
export PYTHONDONTWRITEBYTECODE :=

# The first Python that runs and is new enough; a name on the PATH may be a shim without a Python behind it.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test test-sqlite test-postgres lint fix bench trust properties looks rule demo lock messages screenshots

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/run.stamp  ## start the site at http://$(HOST):$(PORT) (HOST=, PORT=, PORTAL_STATE= change it)
	@exec $(BIN)/python manage.py serve --host $(HOST) --port $(PORT)

PYTEST := $(BIN)/pytest -q -n auto --dist loadgroup
# Chosen tests may all belong to one database: pytest ends with 5 where it finds none.
CHOSEN = $(TESTS) $(if $(TESTS),|| test $$? = 5)

test: $(VENV)/dev.stamp  ## everything that CI runs: linters, contracts, tests on both databases, journeys (TESTS=path)
	@deploy/test-packages
	@$(MAKE) --no-print-directory lint
	@$(PYTEST) $(CHOSEN)
	@$(BIN)/python -m tests.postgres $(PYTEST) $(CHOSEN)

test-sqlite: $(VENV)/dev.stamp  ## the tests on SQLite alone, journeys in a browser too
	@deploy/test-packages
	@$(PYTEST) $(CHOSEN)

test-postgres: $(VENV)/dev.stamp  ## the tests on a PostgreSQL of their own, without journeys and whole sites
	@deploy/test-packages
	@$(BIN)/python -m tests.postgres $(PYTEST) $(CHOSEN)

lint: $(VENV)/dev.stamp  ## style, types, templates, import contracts, migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/djlint --lint --quiet portal configuration catalog content search forms cases appointments supervision
	@$(BIN)/lint-imports --no-logo > $(VENV)/import-linter.log 2>&1 || { cat $(VENV)/import-linter.log; exit 1; }
	@$(BIN)/mypy
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(BIN)/python manage.py makemigrations --check --dry-run -v 0
	@echo "lint: all well"

fix: $(VENV)/dev.stamp  ## let the formatters mend what they can
	@$(BIN)/ruff check --fix -q . || true
	@$(BIN)/ruff format -q .

bench: $(VENV)/dev.stamp  ## measure, each figure beside its baseline (ONLY=pages: one part; SIZES=1000,100000)
	@deploy/bench-packages
	@SIZES="$(SIZES)" $(BIN)/python -m bench $(ONLY)

trust: $(VENV)/dev.stamp  ## the security bars on both databases: whole access matrix, canaries, races, headers
	@deploy/test-packages
	@MATRIX=all $(PYTEST) tests/trust
	@MATRIX=all $(BIN)/python -m tests.postgres $(PYTEST) tests/trust

properties: $(VENV)/dev.stamp  ## the properties that tests state, each on 1,000 new examples
	@$(PYTEST) --hypothesis-profile=new $$(grep -rl '^from hypothesis import' tests --include='test_*.py')

looks: $(VENV)/dev.stamp  ## every page type at three widths with all display preferences, all read by axe
	@deploy/test-packages
	@LOOKS=all $(BIN)/pytest -q tests/journeys/test_looks.py

rule: $(VENV)/dev.stamp  ## each article of the rule and what carries it (writes docs/rule.md)
	@$(BIN)/python -m tests.rule --write

demo: $(VENV)/run.stamp  ## apply the demo definitions once more; SIZE=1000 SEED=1 adds so many generated example items
	@$(BIN)/python manage.py migrate -v 0 && $(BIN)/python manage.py definitions apply
	@test -z "$(SIZE)" || $(BIN)/python manage.py demo_city --size "$(SIZE)" --seed "$(or $(SEED),1)"

messages: $(VENV)/dev.stamp  ## collect strings and compile the translations (needs gettext)
	@deploy/messages

screenshots: $(VENV)/dev.stamp  ## every page type at 390 and 1280 px, in three text sizes and care mode, into var/screenshots
	@deploy/test-packages
	@$(BIN)/python -m tests.screenshots $(PORTAL_STATE)/screenshots

lock: $(VENV)/dev.stamp  ## write the lock files anew, without addresses
	@$(BIN)/uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.lock

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is missing. Install it: apt-get install python3 python3-venv, or name one: make run PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "venv is missing. Install it: apt-get install python3-venv"; exit 1; }

$(VENV)/run.stamp: requirements.lock | $(VENV)/bin/python
	@test -f $(VENV)/dev.stamp || { echo "Installing packages …"; \
	  $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock; }
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing packages …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
