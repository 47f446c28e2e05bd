# To be sourced. What cannot be tested here is named with its reason, and is a failure where every test must run: EVERY_TEST=required.
left_out() {
    echo "$1 are left out: $2" >&2
    [ "${EVERY_TEST:-}" = required ] && exit 1
    exit 0
}
