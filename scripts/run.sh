#!/usr/bin/env bash
# Builds the web application and the server, then runs the platform with demonstration data.
# Arguments go to `thiluat serve`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/build.sh
exec "${CARGO_TARGET_DIR:-target}/release/thiluat" serve --demo "$@"
