# The commands of this repository. Each is a short script under scripts/.

.DEFAULT_GOAL := help
.PHONY: help run test bench bench-peers build-times conformance interop fmt lint

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

run: ## Build and serve on http://localhost:8080 (ARGS=--demo for the demo)
	@scripts/run.sh $(ARGS)

test: ## Install what the tests need and run all of them (STEPS="format rust" for some)
	@scripts/test.sh $(STEPS)

bench: ## Measure a release build on both engines, beside the machine's own limits
	@scripts/bench.sh $(ARGS)

bench-peers: ## Measure a release build beside node-oidc-provider
	@scripts/bench-peers.sh $(ARGS)

build-times: ## Measure how long an edit takes to tests (ARGS=--from-nothing for a whole build too)
	@scripts/build-times.sh $(ARGS)

conformance: ## Run the OpenID conformance suite at SUITE=https://… against a running Signet
	@scripts/conformance.sh "$(SUITE)" "$(SIGNET)" $(ARGS)

interop: ## Foreign relying parties and providers with a running Signet (ARGS="openid-client Keycloak" for some)
	@scripts/interop.sh $(ARGS)

fmt: ## Format the Rust sources
	@cargo fmt --all

lint: ## Clippy on all targets and rustdoc, no warning allowed
	@scripts/test/lint.sh
