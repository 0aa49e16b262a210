# put-back-java-home STATE OWNER FENCE ENTRY TAG WHERE SERVICE: the file that JAVA_HOME was written into is as before.
begin "$@"
shift 4
TAG=$1 WHERE=$2 SERVICE=$3
ETC=${ringlift_etc:-/etc}
KEPT=$STATE/$TAG/java-home
[ -d "$KEPT" ] || finish alreadyDone
case "$WHERE" in
defaultFile) FILE=$ETC/default/$SERVICE ;;
dropIn) FILE=$ETC/systemd/system/$SERVICE.service.d/ringlift-java.conf ;;
esac
# Of packages the file of before lies in the restore point, and was put back with them.
SAVED=$STATE/$TAG/restore-point/system$FILE
if [ -e "$SAVED" ]; then
  cmp -s "$SAVED" "$FILE" || refuse $NOT_AS_EXPECTED "$FILE is not as before: what was there lies in $SAVED"
else
  if [ -e "$KEPT/file" ]; then
    cp -p "$KEPT/file" "$FILE.ringlift-new" && mv -T "$FILE.ringlift-new" "$FILE" || refuse $NO_SPACE "cannot write $FILE"
  else
    rm -f "$FILE"
  fi
fi
[ "$WHERE" != dropIn ] || systemctl daemon-reload || refuse 1 "systemctl daemon-reload failed"
rm -rf "$KEPT"
finish 'done'
