# make demo, make test and make check each do their own set-up.

# Tests start hundreds of processes; without bytecode each of them would compile the package.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Of the core and the scheduler, but not what runs several times as long while its lines are traced.
UNTRACED := $(addprefix tests/scheduler/test_,clock.py killing.py limits.py machine.py)
CORE := $(filter-out $(UNTRACED),$(wildcard tests/core/test_*.py tests/scheduler/test_*.py))
COVERED := core scheduler deadline process redis_address store_file
PYTEST := -m pytest -q -n auto --dist worksteal

.PHONY: demo test check lint generate types cover cover-core bench mutation docs dist smoke sbom news recipes clean

$(READY): pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "make needs $(PYTHON), 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11; try: make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing what the checks need into $(VENV); this takes a minute or two"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[parquet,leads,load,lake,cli,keyring,redis,telemetry,gateway,dask,report,xlsx]' --group dev
	@touch $@

demo: $(READY)
	@$(BIN)/wolkvox demo --out demo-out

test: $(READY)
	@$(BIN)/python $(PYTEST)

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m tools.generate --check
	@$(BIN)/zizmor --offline --quiet .github

# Both at once; pyright's lines come when mypy has said its own.
types: $(READY)
	@said=$$(mktemp); $(BIN)/pyright --pythonpath $(BIN)/python >$$said 2>&1 & other=$$!; \
		$(BIN)/mypy; mypy=$$?; wait $$other; pyright=$$?; cat $$said; rm -f $$said; \
		exit $$((mypy || pyright))

# All tests once: those of the core and the scheduler with their coverage, then the others.
check: lint types cover-core
	@$(BIN)/python $(PYTEST) $(addprefix --ignore=,$(CORE))

# The endpoints and their index are written from wolkvox_async/catalogue; lint fails where they are not in step.
generate: $(READY)
	@$(BIN)/python -m tools.generate

# The core and the scheduler are covered to the last branch, by the tests that are theirs.
cover-core: $(READY)
	@$(BIN)/python $(PYTEST) --timeout 600 $(addprefix --cov=wolkvox_async.,$(COVERED)) --cov-branch \
		--cov-report=term-missing:skip-covered --cov-fail-under=100 $(CORE)

# Tracing each line makes decoding several times slower, so the coverage of all is a run of its own.
cover: $(READY)
	@$(BIN)/python $(PYTEST) --timeout 600 --cov --cov-report=term:skip-covered

bench: $(READY)
	@for each in decode streaming scheduler calls sync gateway imports processes lead_files uploads mirror; do \
		echo "== $$each"; $(BIN)/python benchmarks/$$each.py --quick || exit 1; done
	@echo "== sinks"; $(BIN)/python benchmarks/sinks.py --records 60000
	@echo "== exports"; $(BIN)/python benchmarks/exports.py --rounds 3 --step 900
	@echo "== workers"; $(BIN)/python benchmarks/workers.py --rounds 1
	@echo "== comparison"; $(BIN)/python benchmarks/comparison.py

# The reference is made from the docstrings; a warning is an error.
docs: $(READY)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --group docs
	@rm -rf docs/_build
	@$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build
	@test -s docs/_build/llms.txt

# Wheel and sdist, built twice: the same commit gives the same bytes. Then what an index and a reader of a wheel ask for.
dist: $(READY)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --group release
	@rm -rf dist build
	@for each in dist build/again; do SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) \
		$(BIN)/python -m build --outdir $$each >build.log 2>&1 || { cat build.log; exit 1; }; done; rm -f build.log
	@cd dist && sha256sum * >../build/sums && cd ../build/again && sha256sum --check --quiet ../sums && cat ../sums
	@$(BIN)/twine check --strict dist/*
	@$(BIN)/check-wheel-contents dist/*.whl

# The wheel as people install it, on each Python that is here.
smoke: dist
	@$(BIN)/python -m tools.release.smoke

# dist/bom.json: what is installed with the package, as CycloneDX.
sbom: dist
	@$(BIN)/python -m tools.release.bom

# What has changed since the last release, from the files in changes/.
news: $(READY)
	@$(BIN)/towncrier build --draft --version next

# What examples/ has for Airflow and Dagster, run by them; they are too large for the environment of the tests.
recipes: $(READY)
	@test -x $(VENV)-recipes/bin/python || $(PYTHON) -m venv $(VENV)-recipes
	@$(VENV)-recipes/bin/python -m pip install -qq --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(VENV)-recipes/bin/python -m pip install -qq --disable-pip-version-check -e '.[parquet,leads,cli,redis,gateway]' --group recipes
	@$(VENV)-recipes/bin/python -m pytest -q -rA tests/examples -k 'airflow or dagster'

# Some three thousand small changes of the scheduler, each of which a test should notice; half an hour.
mutation: $(READY)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --group mutation
	@$(BIN)/python -m tools.mutation

clean:
	rm -rf $(VENV) $(VENV)-recipes build dist demo-out docs/_build docs/reference/api/endpoints .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
