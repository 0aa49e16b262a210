# switch-release STATE OWNER FENCE ENTRY TAG CONF HOME RELEASES NEW_FOLDER STAGED: points HOME at NEW_FOLDER. STAGED is
# "-" where the configuration lies in the release's own folder, else the merged folder that takes the place of CONF.
begin "$@"
shift 4
TAG=$1 CONF=$2 HOME_LINK=$3 RELEASES=$4 NEW=$5 STAGED=$6
[ ! -e "$STATE/$TAG/rollback.json" ] || refuse $NOT_AS_EXPECTED "a way back was begun on this node and is half done"
[ -L "$HOME_LINK" ] || refuse $NOT_AS_EXPECTED "$HOME_LINK is no symlink"
[ -e "$NEW/.ringlift-sha256" ] || refuse $NOT_AS_EXPECTED "$NEW was not unpacked to its end"
[ -s "$STATE/$TAG/restore-point/complete" ] || refuse $NOT_AS_EXPECTED "there is no restore point"
if [ -n "$(cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES")" ]; then
  if [ "$(readlink -f "$HOME_LINK")" = "$(readlink -f "$NEW")" ]; then finish alreadyDone; fi
  refuse $NOT_AS_EXPECTED "the process runs: releases are switched only below a stopped node"
fi
result=alreadyDone
if [ "$STAGED" != - ] && [ -d "$STAGED" ]; then
  ASIDE=$CONF.before-$TAG
  # Of an earlier switch of this upgrade, which was taken back by hand.
  [ ! -e "$ASIDE" ] || mv -T "$ASIDE" "$ASIDE.$(date -u +%Y%m%dT%H%M%SZ)" || refuse $NO_SPACE "cannot rename $ASIDE"
  # Three renames, and CONF is missing after the first: wherever this is cut off, the next script undoes it by this.
  printf '%s\n' "$CONF" "$ASIDE" "$STAGED" "$HOME_LINK" "$NEW" >"$STATE/switching" ||
    refuse $NO_SPACE "cannot write $STATE/switching"
  [ ! -e "$CONF" ] || mv -T "$CONF" "$ASIDE" || refuse $NO_SPACE "cannot set $CONF aside"
  mv -T "$STAGED" "$CONF" || refuse $NO_SPACE "cannot put $STAGED in place of $CONF"
  result='done'
fi
if [ "$(readlink -f "$HOME_LINK")" != "$(readlink -f "$NEW")" ]; then
  ln -sfn "$NEW" "$HOME_LINK.ringlift-new" && mv -T "$HOME_LINK.ringlift-new" "$HOME_LINK" ||
    refuse $NO_SPACE "cannot point $HOME_LINK at $NEW"
  result='done'
fi
rm -f "$STATE/switching"
[ -s "$CONF/cassandra.yaml" ] || refuse $NOT_AS_EXPECTED "no cassandra.yaml in $CONF after the switch"
finish $result
