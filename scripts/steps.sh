# Sourced: runs named steps one after the other, goes on past a failed one, and sums up.

STEPS_PASSED=0
STEPS_FAILED=()

# step NAME COMMAND…: at most 25 minutes, so that something that hangs fails by name.
step() {
  local name=$1 started=$SECONDS status=0
  shift
  printf '\n==> %s\n' "$name"
  timeout --foreground --kill-after=30s 25m "$@" </dev/null || status=$?
  if [ $status -eq 0 ]; then
    STEPS_PASSED=$((STEPS_PASSED + 1))
    printf '<== %s: %d s\n' "$name" $((SECONDS - started))
  elif [ $status -eq 130 ] || [ $status -eq 143 ]; then
    exit $status
  else
    STEPS_FAILED+=("$name")
    printf '<== %s: FAILED (exit %d) after %d s\n' "$name" $status $((SECONDS - started))
  fi
}

# The closing lines; the status is 0 only if every step passed.
sum_up() {
  local name
  printf '\n'
  for name in "${STEPS_FAILED[@]}"; do
    printf 'FAILED: %s\n' "$name"
  done
  printf 'steps: %d passed, %d failed\n' "$STEPS_PASSED" "${#STEPS_FAILED[@]}"
  [ ${#STEPS_FAILED[@]} -eq 0 ]
}
