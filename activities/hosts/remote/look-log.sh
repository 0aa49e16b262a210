# look-log LOG: WARN and ERROR lines of the last 2 MB, to compare later ones with.
[ -e "$1" ] || { echo "no log $1" >&2; exit $NOT_AS_EXPECTED; }
tail -c 2000000 "$1" | grep -E '^(WARN|ERROR)' | tail -n 2000
exit 0
