# Everything runs in the clone's own .venv; python3 (3.11 or newer, with venv) and make are all it needs.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
OUT := build/demo
FOLDER ?= data/studio
TIME ?= 20

.PHONY: demo test lint types layers unit deep contract browser cluster bench mutants fuzz kills jupyter notebooks notebooks-test strip wheel smoke clean

demo: .venv/run.stamp
	@mkdir -p $(OUT)
	$(BIN)/ipmplan plan $(FOLDER) --time-limit $(TIME) --out $(OUT)/plan.json --report $(OUT)/report.html
	@echo
	@echo "The report: $(CURDIR)/$(OUT)/report.html"

test: lint types layers unit

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/mypy

layers: .venv/dev.stamp
	$(BIN)/lint-imports

unit: .venv/dev.stamp
	$(BIN)/python -m pytest

# The property tests with all their seeds and examples; `make test` runs a third of them.
deep: .venv/dev.stamp
	IPMPLAN_TESTS=full $(BIN)/python -m pytest tests/models tests/study tests/instance tests/validation tests/network tests/explaining tests/odds tests/tracking tests/files/test_fuzz.py tests/test_tiny.py

# Which sentences of docs/formats.md have no worked example.
contract: .venv/dev.stamp
	PYTHONPATH=. $(BIN)/python -m tests.contract.coverage

# Scenarios on a scheduler and workers of Dask, as processes of this machine.
cluster: .venv/dev.stamp
	$(PIP) install --editable ".[cluster]"
	$(BIN)/python -m pytest -n 0 -m cluster

.PHONY: docs docs-test screenshots
# build/site: the documentation, warnings are errors; then every link and anchor of what came out.
docs: .venv/docs.stamp
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet
	$(BIN)/python -m docs_site.links build/site

# The examples of the tutorial and the how-to pages, each page in a folder of its own; PAGES="docs/tutorial.md" for one.
PAGES ?=
docs-test: .venv/run.stamp
	$(BIN)/python -m docs_site.examples $(PAGES)

# docs/images, taken by a headless Chromium.
screenshots: .venv/run.stamp
	$(BIN)/python -m docs_site.screenshots

browser: .venv/dev.stamp
	$(BIN)/python -m pytest -m browser

# The explorer in a real JupyterLab.
jupyter: .venv/notebooks.stamp
	$(BIN)/python -m pytest -n 0 -m jupyter tests/exploring

# A project manager's morning, in JupyterLab.
notebooks: .venv/notebooks.stamp
	$(BIN)/jupyter lab notebooks/01-first-plan.ipynb

notebooks-test: .venv/notebooks.stamp
	$(BIN)/python -m pytest -n 0 -p no:cacheprovider --nbmake --nbmake-timeout 240 --durations 0 notebooks

# What notebooks printed goes before they are committed.
strip: .venv/notebooks.stamp
	$(BIN)/nbstripout --keep-id notebooks/*.ipynb

# By default the invented studio; published instances: make bench BENCH=path/to/instances SUITE=search
BENCH ?= data
SUITE ?= agency
bench: .venv/dev.stamp
	$(BIN)/python -m benchmarks $(SUITE) $(BENCH) --time $(TIME)

# Small mistakes made on purpose, to see which of them no test notices.
SAMPLE ?= 200
SEED ?= 1
JOBS ?= 2
ONLY ?=
mutants: .venv/dev.stamp
	$(BIN)/python -m mutants --sample $(SAMPLE) --seed $(SEED) --jobs $(JOBS) --only "$(ONLY)"

# Mutated inputs over every reader: each is read, or told as wrong input.
INPUTS ?= 10000
fuzz: .venv/dev.stamp
	$(BIN)/python -m robustness fuzz --inputs $(INPUTS) --seed $(SEED)

# Commands that write, killed at any moment: files are those of before or after.
KILLS ?= 1000
kills: .venv/dev.stamp
	$(BIN)/python -m robustness kill --times $(KILLS) --seed $(SEED)

# dist/: the wheel and the source distribution.
wheel: .venv/dev.stamp
	rm -rf dist
	$(BIN)/python -m build --outdir dist .
	$(BIN)/python -m twine check --strict dist/*

# The wheel in environments of its own, outside the clone, on the oldest and the newest Python that is found.
smoke: wheel
	.ci/smoke dist/*.whl

clean:
	rm -rf .venv build dist .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

.venv/bin/python:
	$(PYTHON) -m venv .venv

# A stamp is older than pyproject.toml when the dependencies may have changed; else nothing is installed again.
.venv/run.stamp: pyproject.toml | .venv/bin/python
	$(PIP) install --editable .
	$(BIN)/python -m ipmplan.models.kernel
	@touch $@

.venv/docs.stamp: pyproject.toml | .venv/bin/python
	$(PIP) install --editable ".[docs]"
	@touch $@

.venv/dev.stamp: pyproject.toml | .venv/bin/python
	$(PIP) install --editable ".[dev]"
	$(BIN)/python -m ipmplan.models.kernel
	@touch .venv/run.stamp $@

.venv/notebooks.stamp: pyproject.toml | .venv/bin/python
	$(PIP) install --editable ".[notebooks]"
	$(BIN)/python -m ipmplan.models.kernel
	@touch .venv/run.stamp $@
