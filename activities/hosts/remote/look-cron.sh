# look-cron FILE TEXT NAME: lines of a crontab that hold TEXT: "live N" are at work, "silenced N" were silenced by
# Ringlift under NAME, "asleep N" are comments of somebody else's. Changes nothing.
FILE=$1 TEXT=$2 MARK="#ringlift:$3# "
export TEXT MARK
[ -f "$FILE" ] || { echo "no file $FILE" >&2; exit $NOT_AS_EXPECTED; }
[ -r "$FILE" ] || { echo "$FILE can not be read" >&2; exit $NOT_AS_EXPECTED; }
awk '
  index($0, ENVIRON["MARK"]) == 1 { silenced++; next }
  index($0, ENVIRON["TEXT"]) == 0 { next }
  /^[ \t]*#/ { asleep++; next }
  { live++ }
  END { printf "live %d\nsilenced %d\nasleep %d\n", live, silenced, asleep }
' "$FILE"
