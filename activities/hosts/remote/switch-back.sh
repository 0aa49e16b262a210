# switch-back STATE OWNER FENCE ENTRY TAG STAMP CONF HOME RELEASES OLD_FOLDER MOVES: points HOME at OLD_FOLDER again. MOVES
# "yes": the configuration lies in the release's own folder and comes back with it; "no": the one of before takes the
# place of CONF, which is set aside as CONF.TAG.aside-STAMP.
begin "$@"
shift 4
TAG=$1 STAMP=$2 CONF=$3 HOME_LINK=$4 RELEASES=$5 OLD=$6 MOVES=$7
POINT=$STATE/$TAG/restore-point
RECORD=$STATE/$TAG/rolled-back/$STAMP
ASIDE=$CONF.$TAG.aside-$STAMP
[ -L "$HOME_LINK" ] || refuse $NOT_AS_EXPECTED "$HOME_LINK is no symlink"
[ -x "$OLD/bin/cassandra" ] || [ -x "$OLD/bin/dse" ] || refuse $NOT_AS_EXPECTED "$OLD holds no bin/cassandra: the old release is gone"
if [ -n "$(cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES")" ]; then
  if [ "$(readlink -f "$HOME_LINK")" = "$(readlink -f "$OLD")" ]; then finish alreadyDone; fi
  refuse $NOT_AS_EXPECTED "the process runs: releases are switched only below a stopped node"
fi
result=alreadyDone
if [ "$MOVES" = no ] && [ ! -e "$ASIDE" ] && [ "$(readlink -f "$HOME_LINK")" != "$(readlink -f "$OLD")" ]; then
  FORMER=$CONF.before-$TAG
  if [ ! -e "$FORMER" ]; then
    [ -s "$POINT/conf/cassandra.yaml" ] ||
      refuse $NOT_AS_EXPECTED "neither $FORMER nor $POINT/conf is there: the configuration of before is gone"
    FORMER=$CONF.$TAG.back
    rm -rf "$FORMER"
    cp -a "$POINT/conf" "$FORMER" || refuse $NO_SPACE "cannot copy $POINT/conf"
    [ ! -d "$CONF" ] || chown --reference="$CONF" "$FORMER" || refuse $NO_SPACE "cannot give $FORMER its owner"
    [ ! -d "$CONF" ] || chmod --reference="$CONF" "$FORMER" || refuse $NO_SPACE "cannot give $FORMER its rights"
  fi
  mkdir -p "$RECORD" || refuse $NO_SPACE "cannot make $RECORD"
  grep -qsxF -- "$ASIDE" "$RECORD/asides" || add_line "$RECORD/asides" "$ASIDE" ||
    refuse $NO_SPACE "cannot write $RECORD/asides"
  # CONF is missing after the first rename: wherever this is cut off, the next script undoes it by this, as it does for
  # switch-release.
  printf '%s\n' "$CONF" "$ASIDE" "$FORMER" "$HOME_LINK" "$OLD" >"$STATE/switching" ||
    refuse $NO_SPACE "cannot write $STATE/switching"
  [ ! -e "$CONF" ] || mv -T "$CONF" "$ASIDE" || refuse $NO_SPACE "cannot set $CONF aside"
  mv -T "$FORMER" "$CONF" || refuse $NO_SPACE "cannot put $FORMER in place of $CONF"
  result='done'
fi
if [ "$(readlink -f "$HOME_LINK")" != "$(readlink -f "$OLD")" ]; then
  ln -sfn "$OLD" "$HOME_LINK.ringlift-new" && mv -T "$HOME_LINK.ringlift-new" "$HOME_LINK" ||
    refuse $NO_SPACE "cannot point $HOME_LINK at $OLD"
  result='done'
fi
rm -f "$STATE/switching"
[ -s "$CONF/cassandra.yaml" ] || refuse $NOT_AS_EXPECTED "no cassandra.yaml in $CONF after the switch"
finish $result
