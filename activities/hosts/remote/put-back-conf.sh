# put-back-conf STATE OWNER FENCE ENTRY TAG STAMP CONF: the configuration of the restore point takes the place of what an own
# command left there, which is set aside as CONF.TAG.aside-STAMP.
begin "$@"
shift 4
TAG=$1 STAMP=$2
CONF=$(readlink -f "$3")
POINT=$STATE/$TAG/restore-point
RECORD=$STATE/$TAG/rolled-back/$STAMP
ASIDE=$CONF.$TAG.aside-$STAMP
[ -s "$POINT/conf/cassandra.yaml" ] || refuse $NOT_AS_EXPECTED "$POINT/conf is not there: the configuration of before is gone"
if [ -d "$CONF" ] && diff -rq "$POINT/conf" "$CONF" >/dev/null; then finish alreadyDone; fi
rm -rf "$CONF.$TAG.back"
cp -a "$POINT/conf" "$CONF.$TAG.back" || refuse $NO_SPACE "cannot copy $POINT/conf"
[ ! -d "$CONF" ] || chown --reference="$CONF" "$CONF.$TAG.back" || refuse $NO_SPACE "cannot give $CONF.$TAG.back its owner"
[ ! -d "$CONF" ] || chmod --reference="$CONF" "$CONF.$TAG.back" || refuse $NO_SPACE "cannot give $CONF.$TAG.back its rights"
mkdir -p "$RECORD" || refuse $NO_SPACE "cannot make $RECORD"
grep -qsxF -- "$ASIDE" "$RECORD/asides" || add_line "$RECORD/asides" "$ASIDE" ||
  refuse $NO_SPACE "cannot write $RECORD/asides"
# Cut off between the two, CONF is missing, and the next attempt makes it anew.
if [ -e "$CONF" ]; then
  rm -rf "$ASIDE"
  mv -T "$CONF" "$ASIDE" || refuse $NO_SPACE "cannot set $CONF aside"
fi
mv -T "$CONF.$TAG.back" "$CONF" || refuse $NO_SPACE "cannot put $CONF.$TAG.back in place of $CONF"
finish 'done'
