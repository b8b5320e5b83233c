# Điểm Tin. `make run` and `make test` are all a newcomer needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TEMPLATES := api/templates
# The wheel is for Linux on x86-64 only; elsewhere an installed biome serves, or CI alone checks styles and scripts.
BIOME = $(or $(wildcard $(BIN)/biome),$(shell command -v biome),@echo There is no biome here and CI alone runs: biome)

.DEFAULT_GOAL := help
.PHONY: help run demo setup test format lint messages migration bench chaos fuzz model gazetteer lock clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run ## set everything up and run the desk (SAMPLE=1: with the sample newsroom)
	@$(BIN)/diemtin run $(if $(SAMPLE),--sample)

demo: $(VENV)/.run ## the desk with the sample newsroom, a day in five minutes
	@$(BIN)/diemtin demo --clock fast

setup: $(VENV)/.run ## the set-up alone, into .venv

test: $(VENV)/.dev $(if $(ONLY),,lint) ## lint, then every test (ONLY=tests/desk or ONLY='telex and not page': those alone)
	$(BIN)/python -m pytest $(if $(ONLY),$(if $(filter tests%,$(ONLY)),$(ONLY),-k "$(ONLY)"),-n 3 --dist loadfile --no-loadscope-reorder)

format: $(VENV)/.dev ## bring Python, templates, styles and scripts into the house's form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/djangofmt $(TEMPLATES)
	$(BIOME) check --write .

lint: $(VENV)/.dev ## style of Python, templates, styles and scripts; types; dead code; who may import whom
	@$(MAKE) -j2 --output-sync=target lint-types lint-style

.PHONY: lint-types lint-style
lint-types:
	$(BIN)/mypy

lint-style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djangofmt --check $(TEMPLATES)
	$(BIN)/djangofmt check $(TEMPLATES)
	$(BIOME) ci --error-on-warnings .
	$(BIN)/vulture
	$(BIN)/lint-imports

messages: $(VENV)/.dev ## bring messages/en/screens.po to what the screens say, and list what has no English yet
	$(BIN)/python -m scripts.extract_messages

migration: $(VENV)/.dev ## write the next migration from the tables of database/ (NAME=what_it_brings)
	$(BIN)/python -m scripts.make_migration $(NAME)
	$(BIN)/ruff check --fix-only -q database/migrations
	$(BIN)/ruff format -q database/migrations

bench: $(VENV)/.dev ## print each figure beside its peer, and write bench/results/*.json (ONLY=name for one)
	$(BIN)/python -m bench $(ONLY)

chaos: $(VENV)/.dev ## ten minutes of kills, outages and bad pages, then the proof (SECONDS=, DATABASE=postgresql, SEED=)
	$(BIN)/python -m chaos $(if $(SECONDS),--seconds $(SECONDS)) $(if $(DATABASE),--database $(DATABASE)) $(if $(SEED),--seed $(SEED))

fuzz: $(VENV)/.dev ## feed random bytes to feeds, dates, sitemaps and pages for a minute
	$(BIN)/python scripts/fuzz.py --seconds 60

model: $(VENV)/.dev ## train the shipped models anew from ../shared/data
	$(BIN)/python scripts/train_sections.py

gazetteer: $(VENV)/.dev ## build the shipped gazetteer anew from ../shared/data
	$(BIN)/python scripts/build_gazetteer.py

lock: ## pin the dependencies anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q pyproject.toml \
		--group build -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q pyproject.toml \
		--group build --group dev --extra opensearch --extra postgresql --extra transformers -c requirements.lock -o requirements-dev.lock

clean: ## remove what was made, but not the desk's data
	rm -rf $(VENV) bench/results chaos/results .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Điểm Tin cần Python 3.11 trở lên (đang có: $$($(PYTHON) --version)). Thử: make PYTHON=python3.12 run"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
