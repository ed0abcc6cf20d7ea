# Everything a contributor types. The environment in .venv is made on first use and again when a lock file changes.
VENV := .venv
BIN := $(VENV)/bin
ENGINES := .engines

.DEFAULT_GOAL := help
.PHONY: help site serve check lighthouse test test-fast fuzz fuzz-properties faults audit sbom wheels reference quality search-quality search-cost firefox portability bench bench-pages bench-build screenshots schema lint types format lock clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

site: $(VENV)/.site ## build the website into site/ and the offline zip into dist/
	@$(BIN)/puri build
	@$(BIN)/puri bundle
	@echo
	@echo "See it with 'make serve', or unpack dist/puri-offline.zip and open its index.html."

serve: $(VENV)/.site ## show the site at http://127.0.0.1:8000/ and follow every edit
	@$(BIN)/puri serve

check: $(VENV)/.site ## report every problem of the content
	@$(BIN)/puri check

test: lint types $(VENV)/.chromium ## run everything, the browser included
	@$(BIN)/pytest -n auto --dist loadgroup

test-fast: lint types ## run what needs no browser, in under a minute
	@$(BIN)/pytest -n auto --dist loadgroup -m "not browser"

SECONDS := 600
fuzz: $(VENV)/.fuzz ## look for faults with new examples for SECONDS=600: whole content folders, and bodies
	@$(BIN)/python -m tests.fuzz $(SECONDS)

fuzz-properties: $(VENV)/.test ## try the other properties of the tests with thousands of new examples
	@$(BIN)/pytest -n auto --hypothesis-profile=fuzz -k "linking or text or stumble or escaped or quick"

faults: $(VENV)/.test ## kill a hundred builds at random moments, and look at what is left
	@$(BIN)/python -m tests.faults 100

reference: $(VENV)/.test ## make the reference of codes in docs/codes/ anew
	@$(BIN)/python -m builder.reference

quality: $(VENV)/.test ## score linking on the labelled sentences, with every miss
	@$(BIN)/python -m tests.quality

search-quality: $(VENV)/.chromium ## score the search on what readers type, beside the theme's own
	@$(BIN)/python -m tests.search.quality

search-cost: $(VENV)/.chromium ## measure size and speed of the search at 2,000 pages, beside the theme's own
	@$(BIN)/python -m tests.search.cost

firefox: $(VENV)/.test ## walk through the offline edition in Firefox, without a network
	@$(BIN)/python -m tests.firefox

portability: $(VENV)/.chromium $(ENGINES)/properdocs/.done $(ENGINES)/zensical/.done ## build the same site with other engines, and compare
	@$(BIN)/python -m tests.portability $(ENGINES)

bench: bench-pages bench-build ## measure both, which takes about 20 minutes

bench-pages: $(VENV)/.test ## measure puri pages on made-up sites of growing size; writes it into README.md
	@$(MAKE) --no-print-directory $(ENGINES)/glossarify/.done || echo "npm did not install glossarify-md: not compared"
	@$(BIN)/python -m tests.bench --readme --glossarify $(ENGINES)/glossarify/node_modules/.bin/glossarify-md

bench-build: $(VENV)/.test ## measure puri build, first and again, beside Material; writes it into README.md
	@$(BIN)/python -m tests.bench_build --all-in-nav --readme

lighthouse: $(VENV)/.chromium $(ENGINES)/lighthouse/.done ## let Lighthouse look at pages of a made-up site (takes Node.js)
	@$(BIN)/python -m tests.lighthouse $(ENGINES)/lighthouse/node_modules/.bin/lighthouse

audit: $(ENGINES)/audit/.done ## ask PyPI for known weaknesses of everything that is locked
	@for lock in requirements*.lock; do \
	  $(ENGINES)/audit/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r $$lock || exit 1; \
	done

sbom: $(ENGINES)/audit/.done ## write dist/puri.cdx.json, what a release is made of (CycloneDX)
	@.ci/sbom $(ENGINES)/audit/bin/python dist/puri.cdx.json

wheels: $(VENV)/.test ## ask PyPI for wheels of all that is locked, for every Python and platform
	@$(BIN)/pip install --quiet "uv>=0.5"
	@$(BIN)/python -m tests.wheels

screenshots: $(VENV)/.chromium ## take the pictures in docs/pictures/ anew
	@$(BIN)/python -m tests.screenshots

schema: $(VENV)/.site ## make the schemas that VS Code uses anew
	@$(BIN)/puri schema --out .vscode/schemas

lint: $(VENV)/.test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo

types: $(VENV)/.test
	@$(BIN)/mypy

format: $(VENV)/.test ## put the code into its standard form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(VENV)/.test ## renew the lock files
	@$(BIN)/pip install --quiet "uv>=0.5"
	@$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --group build $(LOCK) -o requirements.lock
	@$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --group test -c requirements.lock $(LOCK) -o requirements-test.lock
	@$(BIN)/uv pip compile --quiet --upgrade --group zensical $(LOCK) -o requirements-zensical.lock
	@$(BIN)/uv pip compile --quiet --upgrade --group properdocs $(LOCK) -o requirements-properdocs.lock
	@$(BIN)/uv pip compile --quiet --upgrade --group audit $(LOCK) -o requirements-audit.lock
	@$(BIN)/uv pip compile --quiet --upgrade --group fuzz $(LOCK) -o requirements-fuzz.lock
LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

clean: ## remove everything that was made
	@rm -rf $(VENV) $(ENGINES) site dist

$(VENV)/.site: requirements.lock pyproject.toml .ci/install
	@.ci/install $(VENV) requirements.lock
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.site
	@.ci/install $(VENV) requirements-test.lock
	@touch $@

$(VENV)/.fuzz: requirements-fuzz.lock $(VENV)/.test
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r $<
	@touch $@

$(VENV)/.chromium: $(VENV)/.test .ci/chromium
	@.ci/chromium $(BIN)/python
	@touch $@

$(ENGINES)/%/.done: requirements-%.lock $(VENV)/.site
	@echo "Installing $* ..."
	@rm -rf $(@D)
	@$(BIN)/python -m venv $(@D)
	@$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# Each package.json holds one package fast: Lighthouse asks for the latest third-party-web, which is at odds with the lock at
# its next release; with zwitch after 2.0.2, glossarify-md 6.0.1 fails on every file in which it has found a term.
$(ENGINES)/%/.done: tests/%/package.json tests/%/package-lock.json
	@echo "Installing $* ..."
	@rm -rf $(@D)
	@mkdir -p $(@D)
	@cp tests/$*/package*.json $(@D)/
	@npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --silent
	@touch $@
