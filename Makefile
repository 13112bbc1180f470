# Khuê. `make help` lists everything. Only python3 (3.11 or newer, with venv) and make are needed.
SHELL := /bin/sh
BIN := .venv/bin
.DEFAULT_GOAL := help

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: .venv/run.stamp ## set up and serve the portal with a sample city on http://127.0.0.1:8000
	@$(BIN)/khue run

test: .venv/dev.stamp ## set up and run every test
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

QUICK := tests/core tests/city_rules tests/content tests/rulebook $(wildcard tests/*/test_usecases.py tests/*/test_domain*.py) tests/house/test_file_tree.py
quick: .venv/dev.stamp ## lint, the pure domain and every use-case: what to run before each commit, under a minute
	@$(BIN)/ruff check -q . && $(BIN)/python -m pytest -q -n 2 -m "not slow" $(QUICK)

check: .venv/dev.stamp ## format, lint, imports, file tree, types, migrations, messages, docs
	@sh scripts/check.sh

bench: .venv/dev.stamp ## measure what users feel; writes bench/RESULTS.md
	@$(BIN)/python -m bench

kill: .venv/dev.stamp ## twenty kills of web, worker and database under load, with a printed seed
	@KHUE_KILLS=20 $(BIN)/python -m pytest -q -s tests/chaos

spark: .venv/spark.stamp ## add Apache Spark to .venv, for `khue rules simulate --engine spark`; asks for Java

lock: .venv/dev.stamp ## write the hashed lock files anew from pyproject.toml
	@sh scripts/lock.sh

.venv/run.stamp: requirements/run.txt pyproject.toml scripts/setup.sh
	@sh scripts/setup.sh run

.venv/dev.stamp: requirements/dev.txt requirements/run.txt pyproject.toml scripts/setup.sh
	@sh scripts/setup.sh dev

.venv/spark.stamp: requirements/spark.txt scripts/setup.sh .venv/dev.stamp
	@sh scripts/setup.sh spark

.PHONY: help run test quick check bench kill spark lock
