# Daymark: the commands of a working day. `make try` needs only git, make and Python 3.11 or newer.
PYTHON ?= python3
PORT ?= 8765
BIN := .venv/bin
STAMP := .venv/installed

.PHONY: try run install test faults bench check format texts clean

try: $(STAMP)
	@$(BIN)/daymark try --port $(PORT)

run: $(STAMP)
	@$(BIN)/daymark run

install: $(STAMP)

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Daymark needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2> /dev/null \
		|| { echo "This Python cannot make environments: apt install python3-venv, then try again."; exit 1; }
	@echo "Making .venv and installing (once, about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

test: $(STAMP)
	@rm -f .coverage .coverage.*
	@$(BIN)/python -m tests.halves $(ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --fail-under=95
	@$(BIN)/coverage report --fail-under=100 --include='bot/engine/*,flows/*' > /dev/null \
		|| { $(BIN)/coverage report --include='bot/engine/*,flows/*'; echo "flows and engine must be covered whole"; exit 1; }

faults: $(STAMP)
	@$(BIN)/python -m tests.faults.campaign --rounds 300
	@$(BIN)/python -m tests.faults.fuzz --number 100000

check: $(STAMP)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/daymark flows check

bench: $(STAMP)
	@$(BIN)/python -m tests.bench $(ARGS)

format: $(STAMP)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

texts: $(STAMP)
	@$(BIN)/python -m bot.locale.extract

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*
