#!/usr/bin/env bash
# Breaks things while people sit their papers, and looks whether anything acknowledged was lost
# (`loadtest torture --help` lists the campaigns and sizes). With no argument: everything, at the
# numbers of a release, which takes hours.
#
#   scripts/torture.sh                              all campaigns for a release
#   scripts/torture.sh --campaign F1,F9 --size ci   two of them, shorter
#   scripts/torture.sh --teeth --size short         does each notice a promise that is broken?
#   scripts/torture.sh --debug --size short         with debug builds, as `make test` does
#   scripts/torture.sh --parsers 600                damages question files for ten minutes, a seed each day
#
# With no argument the readers of question files get ten minutes for each format as well.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

profile=release
build=(--release)
if [ "${1:-}" = --debug ]; then
  profile=debug
  build=()
  shift
fi
# parsers SECONDS: damaged question files to every reader (examples/fuzz_questions).
parsers() {
  scripts/tools.sh rust
  cargo run --locked --release --example fuzz_questions -- --seconds "$1" --seed "$(date +%Y%m%d)"
}
if [ "${1:-}" = --parsers ]; then
  parsers "${2:-600}"
  exit
fi
if [ $# -eq 0 ]; then
  # Eleven formats, ten minutes each.
  parsers 6600
  set -- --size release
fi
scripts/packages.sh cc postgresql redis faketime strace
scripts/tools.sh rust
target=${CARGO_TARGET_DIR:-target}
# The program that breaks promises is the same one with one feature more: only the workspace's own
# crate is built a second time. It plays the next version in F16, too. It is put aside, and the build
# that comes after puts the one that people use back in its place.
cargo build --locked --workspace --bins --features thiluat/sabotage "${build[@]}"
mkdir -p "$target/sabotage-$profile"
cp "$target/$profile/thiluat" "$target/sabotage-$profile/thiluat"
cargo build --locked --workspace --bins "${build[@]}"
# Thousands of sockets need a descriptor each on both sides; the children inherit the limit.
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
exec "$target/$profile/loadtest" torture --binary "$target/$profile/thiluat" \
  --sabotaged "$target/sabotage-$profile/thiluat" "$@"
