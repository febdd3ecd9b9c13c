# Foyer's commands. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help setup run migrate test load faults lint format migration snapshots lock

# Whatever the shell says: a run starts a dozen processes, and each would compile a thousand modules anew.
export PYTHONDONTWRITEBYTECODE :=
export UV_COMPILE_BYTECODE := 1

PYTHON ?= python3
BIN := .venv/bin
SERVICES := $(notdir $(wildcard services/*))
MEMBERS := shared $(wildcard services/*) deploy/local deploy/operator
PACKAGES := foyer_shared foyer_local foyer_operator foyer_sandbox_provider $(addprefix foyer_,$(subst -,_,$(SERVICES)))

##@ Use it

help: ## List the commands
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z]+:.*## / {printf "  make %-11s%s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: .venv/.ready ## Make .venv with everything in it; does nothing while that is up to date (PYTHON=python3.12)

run: setup ## Run the whole system on http://localhost:8080 (BUS=rabbitmq, FOYER_PORT=, FOYER_DATA_DIR=)
	@FOYER_BUS=$(or $(BUS),$(FOYER_BUS)) exec $(BIN)/python -m foyer_local

migrate: setup ## Bring the database up to date: that of FOYER_DATABASE_URL, else that of `make run`
	@$(BIN)/python -m foyer_shared.local_servers.migrate run $(SERVICES)

##@ Change it

test: setup ## Run the tests (ARGS="services/subscriptions -k pause" WORKERS=3)
	@.ci/install-servers || echo "Going on without what could not be installed."
	@$(BIN)/pytest -n $(or $(WORKERS),3) --no-loadscope-reorder $(ARGS)

faults: setup ## Kill and break real processes and servers, and look whether all heals (SEEDS=5 SEED= ARGS= WORKERS=2)
	@.ci/install-servers || echo "Going on without what could not be installed."
	@FOYER_TEST_SEEDS=$(SEEDS) FOYER_TEST_SEED=$(SEED) $(BIN)/pytest -m faults -v -n $(or $(WORKERS),2) \
		--no-loadscope-reorder $(or $(ARGS),tests/e2e/faults tests/e2e/paying)

load: setup ## Measure how fast Foyer is, beside bare limits (ROUNDS=3 SECONDS=5 CROWD=100000 JSON= DATA=)
	@.ci/install-servers || echo "Going on without what could not be installed."
	@$(BIN)/python -m tests.e2e.load --rounds $(or $(ROUNDS),3) --seconds $(or $(SECONDS),5) \
		--connections $(or $(CONNECTIONS),16) $(if $(CROWD),--crowd $(CROWD)) $(if $(JSON),--json $(JSON)) $(if $(DATA),--data-dir $(DATA))

lint: setup ## Check style, types, layers and the lock
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy $(addprefix -p ,$(PACKAGES))
	@for member in . $(MEMBERS); do if [ -d $$member/tests ]; then \
		echo "$(BIN)/mypy $$member/tests"; \
		MYPYPATH=$$member $(BIN)/mypy --explicit-package-bases $$member/tests || exit 1; fi; done
	$(BIN)/lint-imports --no-logo
	@! grep -n '://' requirements.lock || { echo "requirements.lock must not name an address."; exit 1; }

format: setup ## Let ruff put right what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

migration: setup ## Write a service's next migration (SERVICE=subscriptions MESSAGE="Add coupons")
	@$(BIN)/python -m foyer_shared.local_servers.migrate write "$(SERVICE)" "$(MESSAGE)"
	@$(BIN)/ruff check --fix --quiet services/$(SERVICE)/migrations
	@$(BIN)/ruff format --quiet services/$(SERVICE)/migrations

snapshots: setup ## Write what is copied: the event contracts' schemas, the alarms for Kubernetes
	$(BIN)/pytest shared/tests/contracts tests/deploy/kubernetes/test_wiring.py --write-snapshots -q

lock: setup ## Resolve all libraries anew into requirements.lock
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --frozen --all-packages --no-emit-workspace --no-header --no-annotate --quiet \
		--format requirements-txt -o requirements.lock

.venv/.ready: requirements.lock pyproject.toml $(addsuffix /pyproject.toml,$(MEMBERS))
	@$(PYTHON) -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Foyer needs Python 3.11 or newer with its venv module, which '$(PYTHON)' is not" \
		"(Debian: apt-get install python3-venv; another one: make $(MAKECMDGOALS) PYTHON=python3.12)."; exit 1; }
	@echo "Setting up .venv …"
	@$(PYTHON) -m venv .venv
	@awk '/^uv==/ {on = 1} on {print} on && !/\\$$/ {exit}' requirements.lock > .venv/uv.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@$(BIN)/uv pip install --python $(BIN)/python --quiet --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps --no-build-isolation $(addprefix -e ,$(MEMBERS))
	@touch $@
