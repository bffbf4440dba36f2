#!/usr/bin/env bash
# Checks the tools that a build needs: `tools.sh rust`, `tools.sh node`, or both.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

readonly CARGO_LEAST=1.95
readonly NODE_LEAST=20.19

# at_least WANTED HAVE: whether version HAVE is not older than WANTED.
at_least() {
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

need_rust() {
  local have
  command -v cargo >/dev/null || refuse \
    "Thiếu Rust (cargo ≥ $CARGO_LEAST). Cài bằng rustup (https://rustup.rs); gói Rust của Debian 12 quá cũ." \
    "Rust is missing (cargo ≥ $CARGO_LEAST). Install it with rustup (https://rustup.rs); the one of Debian 12 is too old."
  have=$(cargo --version | cut -d ' ' -f 2)
  at_least "$CARGO_LEAST" "$have" || refuse \
    "cargo $have quá cũ, cần ≥ $CARGO_LEAST. Hãy chạy: rustup update stable" \
    "cargo $have is too old, ≥ $CARGO_LEAST is needed. Run: rustup update stable"
  command -v cc >/dev/null || refuse \
    "Thiếu trình biên dịch C (cc). Hãy chạy: sudo apt-get install build-essential" \
    "A C compiler (cc) is missing. Run: sudo apt-get install build-essential"
}

need_node() {
  local have
  command -v node >/dev/null && command -v npm >/dev/null || refuse \
    "Thiếu Node.js ≥ $NODE_LEAST và npm, cần để dựng giao diện web (https://nodejs.org; bản của Debian 12 quá cũ)." \
    "Node.js ≥ $NODE_LEAST and npm are missing; they build the web application (https://nodejs.org; the one of Debian 12 is too old)."
  have=$(node --version)
  at_least "$NODE_LEAST" "${have#v}" || refuse \
    "Node.js $have quá cũ, cần ≥ $NODE_LEAST để dựng giao diện web." \
    "Node.js $have is too old, ≥ $NODE_LEAST is needed to build the web application."
}

for tool in "$@"; do
  case $tool in
    rust) need_rust ;;
    node) need_node ;;
    *) refuse "Không biết công cụ '$tool'." "Unknown tool '$tool'." ;;
  esac
done
