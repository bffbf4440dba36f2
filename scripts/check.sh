#!/usr/bin/env bash
# The quick part of the tests: format, lints, rustdoc, the web application's checks, and whether
# generated files are what their sources generate.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/steps.sh
. scripts/static-steps.sh

scripts/tools.sh rust node
static_steps
step "generated files" scripts/generated.sh
sum_up
