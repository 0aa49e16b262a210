# command-actor STATE OWNER FENCE ENTRY VERB NAME SECONDS COUNT WORD... QUESTION...: pauses or resumes something by the
# operator's own command, the COUNT words, run without a shell. The rest is the question whether it is paused: exit 0
# yes, 1 no. "resume" acts only where "pause" found it at work.
begin "$@"
shift 4
VERB=$1 NAME=$2 LIMIT=$3 COUNT=$4
shift 4
KEPT=$STATE/actors/$NAME

# question WORDS...: what stands behind the first COUNT words.
question() {
  shift "$COUNT"
  timeout -k 5 "$LIMIT" "$@" 9>&- </dev/null
}

# act WORDS...: the first COUNT words.
act() {
  left=$#
  kept=$COUNT
  while [ "$kept" -gt 0 ]; do
    word=$1
    shift
    set -- "$@" "$word"
    kept=$((kept - 1))
    left=$((left - 1))
  done
  shift "$left"
  timeout -k 5 "$LIMIT" "$@" 9>&- </dev/null
}

# is_paused WORDS...: anything but 0 and 1 is not understood, and nothing is done then.
is_paused() {
  said=$(question "$@" 2>&1)
  code=$?
  [ "$code" -le 1 ] || refuse $NOT_AS_EXPECTED "the question whether it is paused exited $code: $said"
  return $code
}

case $VERB in
pause)
  if is_paused "$@"; then finish alreadyDone; fi
  # Before it is paused: wherever this is cut off, it is known that it was at work.
  mkdir -p "$KEPT" && now >"$KEPT/was-at-work" || refuse $NO_SPACE "cannot write $KEPT/was-at-work"
  act "$@" || refuse 1 "the command to pause it exited $?"
  is_paused "$@" || refuse 1 "it is not paused after the command to pause it"
  finish 'done'
  ;;
resume)
  [ -e "$KEPT/was-at-work" ] || finish alreadyDone
  if is_paused "$@"; then
    act "$@" || refuse 1 "the command to resume it exited $?"
    if is_paused "$@"; then refuse 1 "it is still paused after the command to resume it"; fi
  fi
  rm -rf "$KEPT"
  finish 'done'
  ;;
esac
refuse $NOT_AS_EXPECTED "no verb $VERB"
