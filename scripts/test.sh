#!/usr/bin/env bash
# Everything that has to hold before a change lands; installs what is missing first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/steps.sh
. scripts/static-steps.sh

scripts/packages.sh
scripts/tools.sh rust node
static_steps
step "web application: test" npm --prefix contest-ui test
step "web application: build" scripts/ui-build.sh
step "server: test" scripts/services.sh cargo test --locked --workspace --no-fail-fast
step "faults: short campaigns" scripts/torture.sh --debug --size short
step "faults: are broken promises noticed" scripts/torture.sh --debug --size short --teeth
step "generated files" scripts/generated.sh
step "browser: test" scripts/browser.sh
step "browser: console" scripts/browser-console.sh
step "browser: two nodes" scripts/services.sh scripts/browser-cluster.sh
sum_up
