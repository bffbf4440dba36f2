# Sourced: messages to the person at the keyboard, Vietnamese first, then English.

# say VIETNAMESE ENGLISH
say() {
  printf '%s\n%s\n' "$1" "$2" >&2
}

# refuse VIETNAMESE ENGLISH: says what is wrong and what to do, and stops.
refuse() {
  printf '\n✗ %s\n✗ %s\n\n' "$1" "$2" >&2
  exit 1
}
