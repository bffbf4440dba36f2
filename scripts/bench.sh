#!/usr/bin/env bash
# Measures the release build beside its floor; arguments go to `loadtest bench`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/tools.sh rust
cargo build --release --locked --workspace --bins
# A thousand sockets need a descriptor each on both sides; the children inherit the limit.
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
target=${CARGO_TARGET_DIR:-target}
exec "$target/release/loadtest" bench --binary "$target/release/thiluat" "$@"
