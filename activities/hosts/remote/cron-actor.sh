# cron-actor STATE OWNER FENCE ENTRY VERB NAME FILE TEXT: "pause" puts a mark before every line of the crontab FILE that
# holds TEXT and is no comment; "resume" takes the marks off again, and nothing else: what was not edited meanwhile is
# the same to the byte. A file takes the place of the old one whole or not at all.
begin "$@"
shift 4
VERB=$1 NAME=$2 FILE=$3 TEXT=$4
MARK="#ringlift:$NAME# "
export TEXT MARK
KEPT=$STATE/actors/$NAME
[ -f "$FILE" ] || refuse $NOT_AS_EXPECTED "no file $FILE"
# Behind a symlink it is the real file that cron reads.
FILE=$(readlink -f "$FILE")
# Cron passes over names with a dot, so that it never runs what is half written.
NEW=$(dirname "$FILE")/.ringlift-$NAME.new

# count CONDITION: lines that are so, in the words of awk.
count() {
  awk 'function marked() { return index($0, ENVIRON["MARK"]) == 1 }
    function named() { return !marked() && index($0, ENVIRON["TEXT"]) > 0 }
    '"$1"' { n++ }
    END { print n + 0 }' "$FILE"
}
live() { count 'named() && !/^[ \t]*#/'; }
asleep() { count 'named() && /^[ \t]*#/'; }
marked() { count 'marked()'; }
# The text stands in for a pattern: every sign that means something to sed is taken by its letter.
literal() { printf %s "$1" | sed 's/[][\.*^$/]/\\&/g'; }
digest() { sha256sum <"$1" | cut -d ' ' -f 1; }

# replace COMMAND...: what the command makes of FILE takes its place, with its owner, its rights and its attributes.
replace() {
  rm -f "$NEW"
  cp -a "$FILE" "$NEW" && "$@" <"$FILE" >"$NEW" || refuse $NO_SPACE "cannot write $NEW"
  touch "$NEW" && sync -f "$NEW" 2>/dev/null || sync
  mv -T "$NEW" "$FILE" || refuse $NO_SPACE "cannot replace $FILE"
}

mark() { sed "/^[ 	]*#/!{/$(literal "$TEXT")/s/^/$(literal "$MARK")/;}"; }
unmark() { sed "s/^$(literal "$MARK")//"; }

case $VERB in
pause)
  if [ "$(live)" -eq 0 ]; then
    if [ "$(marked)" -gt 0 ] || [ "$(asleep)" -gt 0 ]; then finish alreadyDone; fi
    refuse $NOT_AS_EXPECTED "no line of $FILE holds $TEXT"
  fi
  mkdir -p "$KEPT" || refuse $NO_SPACE "cannot make $KEPT"
  # What it is without our marks: at the end it must be this again, or somebody has edited it.
  unmark <"$FILE" >"$KEPT/original.new" && mv "$KEPT/original.new" "$KEPT/original" ||
    refuse $NO_SPACE "cannot write $KEPT/original"
  replace mark
  [ "$(live)" -eq 0 ] || refuse 1 "lines of $FILE that hold $TEXT are still at work"
  finish 'done'
  ;;
resume)
  if [ "$(marked)" -eq 0 ]; then
    rm -rf "$KEPT"
    finish alreadyDone
  fi
  replace unmark
  [ "$(marked)" -eq 0 ] || refuse 1 "marks of Ringlift are left in $FILE"
  result='done'
  # Somebody's edit of meanwhile stays.
  [ ! -e "$KEPT/original" ] || [ "$(digest "$KEPT/original")" = "$(digest "$FILE")" ] || result=doneEdited
  rm -rf "$KEPT"
  finish $result
  ;;
esac
refuse $NOT_AS_EXPECTED "no verb $VERB"
