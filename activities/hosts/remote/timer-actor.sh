# timer-actor STATE OWNER FENCE ENTRY VERB NAME UNIT: "pause" stops a systemd timer that is active, "resume" starts it
# again where it was. Whether it is enabled is not touched.
begin "$@"
shift 4
VERB=$1 NAME=$2 UNIT=$3
KEPT=$STATE/actors/$NAME
command -v systemctl >/dev/null || refuse $NOT_AS_EXPECTED "there is no systemctl"
value() { systemctl show -p "$1" "$UNIT" | sed -n "s/^$1=//p"; }
case $(value LoadState) in
loaded | masked) ;;
*) refuse $NOT_AS_EXPECTED "there is no unit $UNIT: LoadState $(value LoadState)" ;;
esac
is_active() { case $(value ActiveState) in active | activating | reloading) ;; *) return 1 ;; esac; }

case $VERB in
pause)
  is_active || finish alreadyDone
  # Before it is stopped: wherever this is cut off, it is known that it was active.
  mkdir -p "$KEPT" && now >"$KEPT/was-active" || refuse $NO_SPACE "cannot write $KEPT/was-active"
  systemctl stop "$UNIT" 9>&- </dev/null
  if is_active; then refuse 1 "$UNIT is still $(value ActiveState) after systemctl stop"; fi
  finish 'done'
  ;;
resume)
  [ -e "$KEPT/was-active" ] || finish alreadyDone
  is_active || systemctl start "$UNIT" 9>&- </dev/null
  is_active || refuse 1 "$UNIT is $(value ActiveState) after systemctl start"
  rm -rf "$KEPT"
  finish 'done'
  ;;
esac
refuse $NOT_AS_EXPECTED "no verb $VERB"
