# carry-data STATE OWNER FENCE ENTRY TAG WAY CONF HOME RELEASES NEW_FOLDER FOLDER...: each FOLDER, which lies below HOME,
# becomes that of the release in NEW_FOLDER too: from here on both releases' names lead to the same files. WAY: "link", they
# stay where they are; "move", they go to the new release's folder, on the same file system; "copy", they are copied
# there, and what was copied stays as FOLDER.before-TAG. Nothing is deleted: a copy of an earlier attempt that differs by now
# is set aside, "aside PATH" a line. "+FOLDER" may be missing.
begin "$@"
shift 4
TAG=$1 WAY=$2 CONF=$3 HOME_LINK=$4 RELEASES=$5 NEW=$6
shift 6
[ -e "$NEW/.ringlift-sha256" ] || refuse $NOT_AS_EXPECTED "$NEW was not unpacked to its end"
if [ -n "$(cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES")" ]; then
  refuse $NOT_AS_EXPECTED "the process runs: data are carried only below a stopped node"
fi
OLD=$(readlink -f "$HOME_LINK")
result=alreadyDone

# listed FOLDER: what a copy must hold as well. Segments of the commitlog are all of one size: the second when each file was
# last written tells them apart.
listed() {
  (cd "$1" && find . -printf '%y %T@ %s %U %G %m %p\n' | sed -E 's/^d [0-9.]+ [0-9]+ /d /; s/^(. [0-9]+)\.[0-9]+ /\1 /' | sort)
}

# space_for FROM TO
space_for() {
  _wanted=$(du -sk "$1" | cut -f 1) _free=$(df -Pk "$(dirname "$2")" | awk 'NR == 2 { print $4 }')
  [ "$_free" -gt "$_wanted" ] ||
    refuse $NO_SPACE "a copy of $1 takes ${_wanted:-unknown} KiB, and ${_free:-unknown} KiB are free where $2 is to be"
}

# room_for TO: its folder, with the owner and the rights of the one that it is named after. An empty one is in the way.
room_for() {
  _parent=$(dirname "$1")
  if [ ! -d "$_parent" ]; then
    mkdir -p "$_parent" && chown --reference="$(dirname "$2")" "$_parent" && chmod --reference="$(dirname "$2")" "$_parent" ||
      refuse $NO_SPACE "cannot make $_parent"
  fi
  if [ -d "$1" ] && [ ! -L "$1" ]; then rmdir "$1" 2>/dev/null; fi
  [ ! -e "$1" ] && [ ! -L "$1" ] || refuse $NOT_AS_EXPECTED "$1 is there already and holds something: nobody knows whose it is"
}

# begun FROM TO: this script was cut off while it carried FROM, and TO is its own.
begun() { grep -qsxF -- "$1 $2" "$STATE/$TAG/carrying"; }

note() {
  mkdir -p "$STATE/$TAG" && add_line "$STATE/$TAG/carrying" "$1 $2" ||
    refuse $NO_SPACE "cannot write $STATE/$TAG/carrying"
}

link_to() {
  room_for "$2" "$1"
  ln -s "$(readlink -f "$1")" "$2" || refuse $NO_SPACE "cannot make the link $2"
}

move_to() {
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then
    begun "$1" "$2" && [ -d "$2" ] || refuse $NOT_AS_EXPECTED "no folder $1"
  else
    [ "$(stat -c %d "$1")" = "$(stat -c %d "$NEW")" ] ||
      refuse $NOT_AS_EXPECTED "$1 and $NEW are not on one file system: give copy or link as install.carryData"
    room_for "$2" "$1"
    note "$1" "$2"
    mv -T "$1" "$2" || refuse $NO_SPACE "cannot move $1 to $2"
  fi
  ln -s "$2" "$1" || refuse $NO_SPACE "cannot leave a link to $2 in place of $1"
}

copy_to() {
  if [ -e "$1" ] || [ -L "$1" ]; then
    # The node may have run and written since an earlier attempt, of which this is the copy.
    if [ -d "$2" ] && begun "$1" "$2" && [ "$(listed "$1")" != "$(listed "$2")" ]; then
      _aside=$2.aside-$(date -u +%Y%m%dT%H%M%SZ)
      [ ! -e "$_aside" ] && mv -T "$2" "$_aside" || refuse $NO_SPACE "cannot set the copy $2 of an earlier attempt aside"
      echo "aside $_aside"
    fi
    if [ ! -d "$2" ] || ! begun "$1" "$2"; then
      room_for "$2" "$1"
      # It was never finished: the whole of it still lies in FROM.
      rm -rf "$2.ringlift-new"
      space_for "$1" "$2"
      if ! cp -a "$1" "$2.ringlift-new"; then
        rm -rf "$2.ringlift-new"
        refuse $NO_SPACE "copying $1 to $2 failed; what was copied was removed"
      fi
      [ "$(listed "$1")" = "$(listed "$2.ringlift-new")" ] ||
        refuse $NOT_AS_EXPECTED "$2.ringlift-new does not hold what $1 holds"
      sync -f "$2.ringlift-new" 2>/dev/null || sync
      note "$1" "$2"
      mv -T "$2.ringlift-new" "$2" || refuse $NO_SPACE "cannot rename $2.ringlift-new"
    fi
    [ ! -e "$1.before-$TAG" ] || refuse $NOT_AS_EXPECTED "$1.before-$TAG is there already"
    mv -T "$1" "$1.before-$TAG" || refuse $NO_SPACE "cannot set $1 aside"
  else
    begun "$1" "$2" && [ -d "$2" ] || refuse $NOT_AS_EXPECTED "no folder $1"
  fi
  ln -s "$2" "$1" || refuse $NO_SPACE "cannot leave a link to $2 in place of $1"
}

for folder in "$@"; do
  optional=no
  case "$folder" in +*) optional=yes folder=${folder#+} ;; esac
  case "$folder" in "$HOME_LINK"/*) ;; *) refuse $NOT_AS_EXPECTED "$folder does not lie below $HOME_LINK" ;; esac
  from=$OLD/${folder#"$HOME_LINK"/} to=$NEW/${folder#"$HOME_LINK"/}
  if [ "$optional" = yes ] && [ ! -e "$from" ] && ! begun "$from" "$to"; then continue; fi
  # Both names lead to the same files: carried, or the release was switched already.
  if [ -d "$from" ] && [ "$(readlink -f "$from")" = "$(readlink -f "$to")" ]; then continue; fi
  # Outside of the release there is nothing to carry: the new one gets a link to the same place.
  if [ -L "$from" ] && [ -d "$from" ]; then
    link_to "$from" "$to"
  else
    case "$WAY" in
    link)
      [ -d "$from" ] || refuse $NOT_AS_EXPECTED "no folder $from"
      link_to "$from" "$to"
      ;;
    move) move_to "$from" "$to" ;;
    copy) copy_to "$from" "$to" ;;
    *) refuse $NOT_AS_EXPECTED "there is no way to carry data called $WAY" ;;
    esac
  fi
  [ -d "$from" ] && [ "$(readlink -f "$from")" = "$(readlink -f "$to")" ] ||
    refuse $NOT_AS_EXPECTED "$to does not lead to what $from is"
  result='done'
done
finish $result
