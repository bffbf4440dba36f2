# The only commands a person has to know. Each is one small script under scripts/.

# What `make run`, `make cluster`, `make bench` and `make torture` hand on, e.g. make run ARGS="--listen 127.0.0.1:9000"
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run cluster test check bench torture

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

run: ## build and start on http://127.0.0.1:8080 with demonstration data in ./data
	@scripts/run.sh $(ARGS)

cluster: ## PostgreSQL, Redis, two nodes and nginx on loopback, to try; ARGS="--fresh --port N"
	@scripts/cluster.sh $(ARGS)

test: ## everything: checks, unit, store, HTTP and browser tests; installs what is missing
	@scripts/test.sh

check: ## format, lints, rustdoc, web application checks, generated files
	@scripts/check.sh

bench: ## measure both profiles beside their floors; table, and target/bench/latest.json
	@scripts/bench.sh $(ARGS)

torture: ## break things while people sit their papers, at the numbers of a release: hours
	@scripts/torture.sh $(ARGS)
