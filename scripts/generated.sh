#!/usr/bin/env bash
# Whether the generated files in the repository are what the present sources generate.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly OPENAPI=docs/openapi.json
if [ ! -f "$OPENAPI" ]; then
  echo "$OPENAPI is not in this checkout: nothing to compare"
  exit 0
fi
cargo run --quiet --locked --bin thiluat -- openapi | diff -u "$OPENAPI" - || {
  echo "$OPENAPI has drifted; write it anew with: cargo run --bin thiluat -- openapi > $OPENAPI" >&2
  exit 1
}
