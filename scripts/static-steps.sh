# Sourced after steps.sh: what can be said about the sources without running them.

static_steps() {
  step "format" cargo fmt --all --check
  step "lints" cargo clippy --locked --workspace --all-targets -- -D warnings
  # What only the fault campaigns build; broken here, it would be found at their end.
  step "lints of the sabotage" cargo clippy --locked -p thiluat --lib --features sabotage -- -D warnings
  step "rustdoc" env RUSTDOCFLAGS="-D warnings" \
    cargo doc --locked --workspace --no-deps --document-private-items
  step "web application: packages" scripts/ui-build.sh --modules
  step "web application: check" npm --prefix contest-ui run check
}
