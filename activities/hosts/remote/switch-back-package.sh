# switch-back-package STATE OWNER FENCE ENTRY METHOD TAG STAMP CONF HOME RELEASES FOLDER OLD SERVICE: installs the old
# packages of FOLDER again, and puts the configuration and the service's files of the restore point back. What CONF held is
# set aside as CONF.TAG.aside-STAMP.
begin "$@"
shift 4
METHOD=$1 TAG=$2 STAMP=$3 CONF=$4 HOME_DIR=$5 RELEASES=$6 FOLDER=$7 OLD=$8 SERVICE=$9
POINT=$STATE/$TAG/restore-point
RECORD=$STATE/$TAG/rolled-back/$STAMP
REAL=$(readlink -f "$CONF")
ASIDE=$REAL.$TAG.aside-$STAMP
FORMER=$REAL.$TAG.back
pids() { cassandra_pids "$CONF" "$HOME_DIR" "$RELEASES"; }
[ -s "$FOLDER/packages" ] || refuse $NOT_AS_EXPECTED "$FOLDER does not hold the packages of the old release"
is_back() { are_installed "$FOLDER" && in_use_is "$HOME_DIR" "$OLD" && [ ! -e "$STATE/switching-package" ]; }
if is_back; then finish alreadyDone; fi
[ -z "$(pids)" ] || refuse $NOT_AS_EXPECTED "the process runs: packages are changed only below a stopped node"
[ -s "$POINT/conf/cassandra.yaml" ] || refuse $NOT_AS_EXPECTED "$POINT/conf is not there: the configuration of before is gone"
keep_holds "$FOLDER" || refuse $NO_SPACE "cannot write which packages are held"
mkdir -p "$RECORD" || refuse $NO_SPACE "cannot make $RECORD"
grep -qsxF -- "$ASIDE" "$RECORD/asides" || add_line "$RECORD/asides" "$ASIDE" ||
  refuse $NO_SPACE "cannot write $RECORD/asides"
if ! are_installed "$FOLDER" || ! in_use_is "$HOME_DIR" "$OLD"; then
  replace_package "$REAL" "$ASIDE" "$HOME_DIR" "$OLD" "$FOLDER"
fi
put_holds || refuse $NO_SPACE "the packages could not be held again"
rm -rf "$FORMER"
cp -a "$POINT/conf" "$FORMER" && chown --reference="$ASIDE" "$FORMER" && chmod --reference="$ASIDE" "$FORMER" ||
  refuse $NO_SPACE "cannot copy $POINT/conf"
put_conf "$FORMER" "$REAL"
if [ -d "$POINT/system" ]; then
  (cd "$POINT/system" && find . -type f -exec cp -a --parents -t / '{}' +) || refuse $NO_SPACE "cannot put back what lies in $POINT/system"
fi
rm -rf "$REAL.ringlift-old" "$REAL.ringlift-copy"
rm -f "$STATE/switching-package"
[ -s "$CONF/cassandra.yaml" ] || refuse $NOT_AS_EXPECTED "no cassandra.yaml in $CONF after the switch"
[ -z "$(pids)" ] || refuse $NOT_AS_EXPECTED "the package's scripts started the service, process $(pids | tr '\n' ' '): stop it"
finish 'done'
