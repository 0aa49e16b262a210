# switch-package STATE OWNER FENCE ENTRY METHOD TAG CONF HOME RELEASES FOLDER NEW STAGED SERVICE: installs the packages
# of FOLDER, then puts STAGED, the merged configuration, in place of CONF. NEW names the release as it is seen below HOME.
# The files of the service beside CONF are kept in the restore point. SERVICE: of systemd, masked meanwhile, or "-".
begin "$@"
shift 4
METHOD=$1 TAG=$2 CONF=$3 HOME_DIR=$4 RELEASES=$5 FOLDER=$6 NEW=$7 STAGED=$8 SERVICE=$9
POINT=$STATE/$TAG/restore-point
pids() { cassandra_pids "$CONF" "$HOME_DIR" "$RELEASES"; }
[ ! -e "$STATE/$TAG/rollback.json" ] || refuse $NOT_AS_EXPECTED "a way back was begun on this node and is half done"
[ -s "$FOLDER/packages" ] || refuse $NOT_AS_EXPECTED "$FOLDER does not hold the packages"
[ -s "$POINT/complete" ] || refuse $NOT_AS_EXPECTED "there is no restore point"
# An rpm has a link of the alternatives there: what it leads to changes, not the link.
REAL=$(readlink -f "$CONF")
ASIDE=$REAL.before-$TAG
if [ -n "$(pids)" ]; then
  if are_installed "$FOLDER" && [ ! -d "$STAGED" ]; then finish alreadyDone; fi
  refuse $NOT_AS_EXPECTED "the process runs: packages are changed only below a stopped node"
fi
if [ ! -d "$POINT/system" ]; then
  rm -rf "$POINT/system.part"
  mkdir -p "$POINT/system.part" || refuse $NO_SPACE "cannot make $POINT/system.part"
  for file in "${ringlift_etc:-/etc}/default/cassandra" "${ringlift_etc:-/etc}/init.d/cassandra"; do
    [ ! -e "$file" ] || (cd / && cp -aL --parents "${file#/}" "$POINT/system.part") || refuse $NO_SPACE "cannot copy $file"
  done
  mv -T "$POINT/system.part" "$POINT/system" || refuse $NO_SPACE "cannot rename $POINT/system.part"
fi
keep_holds "$FOLDER" || refuse $NO_SPACE "cannot write which packages are held"
result=alreadyDone
if ! are_installed "$FOLDER" || ! in_use_is "$HOME_DIR" "$NEW"; then
  [ -d "$STAGED" ] || refuse $NOT_AS_EXPECTED "$STAGED, the merged configuration, is not there"
  # Of an earlier switch of this upgrade, which was taken back.
  [ ! -e "$ASIDE" ] || [ -e "$STATE/switching-package" ] || mv -T "$ASIDE" "$ASIDE.$(date -u +%Y%m%dT%H%M%SZ)" ||
    refuse $NO_SPACE "cannot rename $ASIDE"
  replace_package "$REAL" "$ASIDE" "$HOME_DIR" "$NEW" "$FOLDER"
  result='done'
fi
put_holds || refuse $NO_SPACE "the packages could not be held again"
if [ -d "$STAGED" ]; then
  put_conf "$STAGED" "$REAL"
  result='done'
fi
rm -rf "$REAL.ringlift-old" "$REAL.ringlift-copy"
rm -f "$STATE/switching-package"
[ -s "$CONF/cassandra.yaml" ] || refuse $NOT_AS_EXPECTED "no cassandra.yaml in $CONF after the switch"
[ -z "$(pids)" ] || refuse $NOT_AS_EXPECTED "the package's scripts started the service, process $(pids | tr '\n' ' '): stop it"
finish $result
