#!/usr/bin/env bash
# Builds the web application and, with it inside, the server for use.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/say.sh

scripts/tools.sh rust
if [ -f contest-ui/dist/index.html ] && ! command -v node >/dev/null; then
  say "Không có Node.js: dùng giao diện đã dựng sẵn trong contest-ui/dist." \
    "No Node.js: taking the web application already built in contest-ui/dist."
else
  scripts/tools.sh node
  scripts/ui-build.sh
fi
cargo build --release --locked --bin thiluat
