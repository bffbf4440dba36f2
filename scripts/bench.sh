#!/usr/bin/env bash
# Measures the release build beside its floors under both profiles; arguments go to `loadtest bench`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/tools.sh rust
scripts/packages.sh cc postgresql redis
cargo build --release --locked --workspace --bins
# The batch writer alone, one of the floors.
cargo build --release --locked --example writer_speed
# Thousands of sockets need a descriptor each on both sides; the children inherit the limit.
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
target=${CARGO_TARGET_DIR:-target}
exec "$target/release/loadtest" bench --binary "$target/release/thiluat" \
  --writer "$target/release/examples/writer_speed" "$@"
