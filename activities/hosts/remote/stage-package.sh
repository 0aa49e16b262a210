# stage-package STATE OWNER FENCE ENTRY METHOD NAME RELEASE VERSION FOLDER WANTED TRY: makes FOLDER hold the packages of
# RELEASE, checked and unpacked, in FOLDER/root. They lie in FOLDER.in, each named by its sha256, or, where none lies there,
# come from a repository at VERSION ("-": whatever is installed). WANTED says with which it must be whole: a list of digests,
# "-" of none. TRY "yes": the package tool is asked what else it would change. It is made under another name and renamed.
begin "$@"
shift 4
METHOD=$1 NAME=$2 RELEASE=$3 VERSION=$4 FOLDER=$5 WANTED=$6 TRY=$7
NEW=$FOLDER.ringlift-new
IN=$FOLDER.in

[ "$VERSION" != - ] || VERSION=$(state_of "$NAME")
# is_there: of a repository whatever is there counts while the installed one is half replaced, or of another release.
is_there() {
  [ -s "$FOLDER/packages" ] || return 1
  [ "$WANTED" = - ] || { [ "$WANTED" = "$(cat "$FOLDER/wanted")" ] && return 0; return 1; }
  same_release "$(release_of "$VERSION")" "$RELEASE" || return 0
  # What came by its digest was checked then, whatever revision is installed.
  [ "$(cat "$FOLDER/wanted")" = - ] || return 0
  grep -qxF -- "$NAME $VERSION $NAME.$METHOD" "$FOLDER/packages"
}
if is_there; then finish alreadyDone; fi
[ "$WANTED" != - ] || same_release "$(release_of "$VERSION")" "$RELEASE" ||
  refuse $NOT_AS_EXPECTED "$NAME ${VERSION:-of no version} is installed here, not $RELEASE: its package can't be known"

give_up() {
  rm -rf "$NEW"
  refuse "$1" "$2"
}

rm -rf "$NEW"
mkdir -p "$NEW/root" "$IN" || refuse $NO_SPACE "cannot make $NEW"

# Those that belong together: the tools depend on the very version.
companions() { [ -z "$(state_of "$NAME-tools")" ] || printf '%s\n' "$NAME-tools"; }

if [ "$WANTED" = - ]; then
  for name in "$NAME" $(companions); do
    # Perhaps the cache of the package tool has it, where no repository does any more.
    for file in /var/cache/apt/archives/"$name"_*.deb; do
      [ "$METHOD" = deb ] && [ -e "$file" ] && [ "$(field "$file" VERSION)" = "$VERSION" ] || continue
      cp "$file" "$NEW/" || give_up $NO_SPACE "cannot copy $file"
    done
    [ -n "$(find "$NEW" -maxdepth 1 -name "${name}[_-][0-9]*")" ] || download "$NEW" "$name" "$VERSION" >&2 ||
      give_up $NOT_AS_EXPECTED "no repository of this host gives $name $VERSION"
  done
else
  for digest in $WANTED; do
    found=$(sha256sum "$IN/$digest" | cut -d ' ' -f 1)
    [ "$found" = "$digest" ] || give_up $NOT_AS_EXPECTED "$IN/$digest has sha256 $found"
    cp "$IN/$digest" "$NEW/$digest.$METHOD" || give_up $NO_SPACE "cannot copy $IN/$digest"
  done
fi

for file in "$NEW"/*."$METHOD"; do
  [ -e "$file" ] || give_up $NOT_AS_EXPECTED "no package of $NAME came"
  name=$(field "$file" NAME) version=$(field "$file" VERSION)
  case "$name" in '' | *[!A-Za-z0-9.+-]*) give_up $NOT_AS_EXPECTED "$file is no package of the kind $METHOD" ;; esac
  [ "$name" != "$NAME" ] || same_release "$(release_of "$version")" "$RELEASE" ||
    give_up $NOT_AS_EXPECTED "the package $name is of version $version, not of $RELEASE"
  mv -T "$file" "$NEW/$name.$METHOD" || give_up $NO_SPACE "cannot rename $file"
  printf '%s %s %s\n' "$name" "$version" "$name.$METHOD" >>"$NEW/packages.new" ||
    give_up $NO_SPACE "cannot write $NEW/packages.new"
done
grep -q "^$NAME " "$NEW/packages.new" || give_up $NOT_AS_EXPECTED "none of the packages is $NAME"
for name in $(companions); do
  grep -q "^$name " "$NEW/packages.new" ||
    give_up $NOT_AS_EXPECTED "$name is installed here too, and its package did not come: name it in the file besides"
done
extract "$NEW/$NAME.$METHOD" "$NEW/root" >&2 || give_up $NO_SPACE "unpacking the package of $NAME failed"
[ -n "$(find "$NEW/root/etc/cassandra" -name cassandra.yaml -print -quit 2>/dev/null)" ] ||
  give_up $NOT_AS_EXPECTED "the package of $NAME holds no cassandra.yaml in /etc/cassandra"
if [ "$TRY" = yes ]; then
  # shellcheck disable=SC2046
  set -- $(cut -d ' ' -f 3 "$NEW/packages.new" | sed "s|^|$NEW/|")
  changes=$(simulate "$@") || give_up $NOT_AS_EXPECTED "the package tool would not install it"
  [ -z "$changes" ] ||
    give_up $NOT_AS_EXPECTED "the package tool would change others too: $(printf '%s\n' "$changes" | tr '\n' ',')"
fi
printf '%s\n' "$WANTED" >"$NEW/wanted" && mv "$NEW/packages.new" "$NEW/packages" || give_up $NO_SPACE "cannot write into $NEW"
sync -f "$NEW" 2>/dev/null || sync
rm -rf "$FOLDER"
mv -T "$NEW" "$FOLDER" || give_up $NO_SPACE "cannot rename $NEW"
rm -rf "$IN"
cat "$FOLDER/packages"
finish 'done'
