# Everything that is done often. `make help` lists it; CONTRIBUTING.md explains it.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
# More arguments for pytest: make test ARGS="tests/unit -k slug -n 0"
ARGS ?=
JOBS ?= auto

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"
# Code without Django whose docstrings hold examples.
DOCTESTS := guidance/text guidance/segments guidance/catalog importers/markdown
# What a production site must set, with values that only `manage.py check` sees.
PRODUCTION := DJANGO_SETTINGS_MODULE=cms.settings.production \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
	ALLOWED_HOSTS=rehber.example.org \
	WAGTAILADMIN_BASE_URL=https://rehber.example.org \
	DATABASE_URL=sqlite:///:memory:

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## the site with its example content on http://127.0.0.1:8000 (PORT=8001 for another port)
	@.ci/environment requirements.txt
	@$(BIN)/python -m cms.demo --port $(PORT)

.PHONY: test
test: environment interface ## all tests but the slow ones (ARGS="-k slug" picks some)
	$(BIN)/python -m pytest -m "not slow" -n $(JOBS) $(ARGS)
	$(BIN)/python -m pytest --doctest-modules -p no:randomly $(DOCTESTS)

.PHONY: test-slow
test-slow: environment interface ## the slow tests: whole journeys, browsers, large sites
	$(BIN)/python -m pytest -m slow -n $(JOBS) $(ARGS)

.PHONY: bench-translation
bench-translation: environment interface ## PO files out, in and published beside wagtail-localize and msgmerge (BENCH_PAGES=200)
	$(BIN)/python tests/benchmarks/translation_bench.py

.PHONY: bench-import
bench-import: environment interface ## what an import costs, measured (docs/benchmarks.md; BENCH_SIZE=100 for a quick look)
	$(BIN)/python -m tests.benchmarks.bench_import

.PHONY: check
check: environment interface ## what CI checks besides the tests: style, types, contracts, migrations, catalogs
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m compileall -q cms guidance importers tests manage.py
	$(BIN)/djhtml --check templates guidance importers
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING
	@echo "$(MANAGE) check --deploy"; $(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(BIN)/python -m pytest -q tests/unit/test_interface_catalogs.py tests/unit/test_house.py

.PHONY: format
format: environment ## put code and templates into the form that `make check` wants
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djhtml templates guidance importers

.PHONY: lock
lock: environment ## resolve requirements*.txt again after a change in pyproject.toml (UPGRADE=1: newest versions)
	$(LOCK) $(if $(UPGRADE),--upgrade) --output-file requirements.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) --group pyproject.toml:dev --constraint requirements.txt \
		--output-file requirements-dev.txt

.PHONY: environment
environment:
	@.ci/environment requirements-dev.txt

.PHONY: interface
interface: environment
	@$(MANAGE) compile_interface --skip-checks >/dev/null
