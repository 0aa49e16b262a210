# set-java-home STATE OWNER FENCE ENTRY TAG WHERE SERVICE JAVA_HOME: writes JAVA_HOME where the service reads it, and keeps
# what was there. WHERE: defaultFile, /etc/default/SERVICE, of which the last assignment counts; dropIn, of systemd.
begin "$@"
shift 4
TAG=$1 WHERE=$2 SERVICE=$3 JAVA=$4
ETC=${ringlift_etc:-/etc}
KEPT=$STATE/$TAG/java-home
case "$JAVA" in *[!A-Za-z0-9/._+-]*) refuse $NOT_AS_EXPECTED "\"$JAVA\" can not be written into a file of the service" ;; esac
[ -x "$JAVA/bin/java" ] || refuse $NOT_AS_EXPECTED "there is no $JAVA/bin/java"
case "$WHERE" in
defaultFile) FILE=$ETC/default/$SERVICE ;;
dropIn) FILE=$ETC/systemd/system/$SERVICE.service.d/ringlift-java.conf ;;
esac
if [ ! -d "$KEPT" ]; then
  rm -rf "$KEPT.part"
  mkdir -p "$KEPT.part" || refuse $NO_SPACE "cannot make $KEPT.part"
  [ ! -e "$FILE" ] || cp -p "$FILE" "$KEPT.part/file" || refuse $NO_SPACE "cannot copy $FILE"
  mv -T "$KEPT.part" "$KEPT" || refuse $NO_SPACE "cannot rename $KEPT.part"
fi
mkdir -p "$(dirname "$FILE")" || refuse $NO_SPACE "cannot make the folder of $FILE"
case "$WHERE" in
defaultFile)
  if [ "$(sed -n 's/^\(export \)\{0,1\}JAVA_HOME=//p' "$FILE" 2>/dev/null | tail -n 1)" = "$JAVA" ]; then finish alreadyDone; fi
  if [ -e "$FILE" ]; then cp -p "$FILE" "$FILE.ringlift-new"; else : >"$FILE.ringlift-new"; fi &&
    printf '\nJAVA_HOME=%s\n' "$JAVA" >>"$FILE.ringlift-new" || refuse $NO_SPACE "cannot write $FILE.ringlift-new"
  ;;
dropIn)
  printf '[Service]\nEnvironment="JAVA_HOME=%s"\n' "$JAVA" >"$FILE.ringlift-new" || refuse $NO_SPACE "cannot write $FILE.ringlift-new"
  if cmp -s "$FILE" "$FILE.ringlift-new"; then
    rm -f "$FILE.ringlift-new"
    # Perhaps it was cut off before systemd was told.
    systemctl daemon-reload || refuse 1 "systemctl daemon-reload failed"
    finish alreadyDone
  fi
  ;;
esac
mv -T "$FILE.ringlift-new" "$FILE" || refuse $NO_SPACE "cannot put $FILE in its place"
[ "$WHERE" != dropIn ] || systemctl daemon-reload || refuse 1 "systemctl daemon-reload failed"
finish 'done'
