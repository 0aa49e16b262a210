# receive-file look TARGET SHA256: prints "already" when TARGET has that digest, else "wanted".
# receive-file receive TARGET SHA256 MODE BYTES: puts standard input in place as TARGET, whole and checked or not at all.
VERB=$1 TARGET=$2 SHA256=$3
FOLDER=$(dirname -- "$TARGET")

digest() { sha256sum <"$1" 2>/dev/null | cut -d ' ' -f 1; }

if [ -f "$TARGET" ] && [ "$(digest "$TARGET")" = "$SHA256" ]; then
  echo already
  exit 0
fi
if [ "$VERB" = look ]; then
  echo wanted
  exit 0
fi
MODE=$4 BYTES=$5
if [ -e "$TARGET" ] && [ ! -f "$TARGET" ]; then
  echo "$TARGET is there and is no file" >&2
  exit $NOT_AS_EXPECTED
fi
mkdir -p -- "$FOLDER" || exit $NOT_AS_EXPECTED

full() {
  echo "$1" >&2
  df -hP -- "$FOLDER" >&2
  exit $NO_SPACE
}

# What a killed attempt left behind.
for OLD in "$TARGET".part.*; do
  [ ! -e "$OLD" ] || [ -d "/proc/${OLD##*.}" ] || rm -f -- "$OLD"
done
FREE_KB=$(df -kP -- "$FOLDER" | awk 'NR == 2 { print $4 }')
[ -z "$FREE_KB" ] || [ "$FREE_KB" -gt $((BYTES / 1024)) ] || full "$BYTES bytes do not fit"

PART=$TARGET.part.$$
trap 'rm -f -- "$PART"' EXIT
trap 'exit 143' TERM HUP INT
if ! ERROR=$(cat 2>&1 >"$PART"); then
  case "$ERROR" in *'No space left'* | *'quota exceeded'*) full "$ERROR" ;; esac
  echo "$ERROR" >&2
  exit $NOT_AS_EXPECTED
fi
FOUND=$(digest "$PART")
if [ "$FOUND" != "$SHA256" ]; then
  echo "received $(wc -c <"$PART" | tr -d ' ') of $BYTES bytes with sha256 $FOUND"
  exit 80
fi
chmod -- "$MODE" "$PART" || exit $NOT_AS_EXPECTED
# The content is on the disk before its name is, so that a crash never leaves a name without its content.
sync -- "$PART" 2>/dev/null || sync
mv -f -- "$PART" "$TARGET" || exit $NOT_AS_EXPECTED
sync -- "$FOLDER" 2>/dev/null || sync
echo received
