# look-package METHOD NAME VERSION FOLDER: what the host says of packages: tools, rights, what is installed, what a
# repository and what was kept has, what stands in the way. VERSION "-": the target comes as a file. Changes nothing.
METHOD=$1 NAME=$2 VERSION=$3 FOLDER=$4

tools() {
  case "$METHOD" in
  deb) _tools='dpkg dpkg-deb dpkg-query apt-get apt-cache' ;;
  rpm) _tools='rpm rpm2cpio cpio rpmkeys' ;;
  esac
  for _tool in $_tools; do command -v "$_tool" >/dev/null || printf '%s\n' "$_tool"; done
  [ "$METHOD" = deb ] || [ "$VERSION" = - ] || dnf -q download --help >/dev/null 2>&1 ||
    command -v yumdownloader >/dev/null || echo 'dnf download (dnf-plugins-core) or yumdownloader (yum-utils)'
}

# NAME STATE HELD, of the package and its tools.
installed() {
  for _package in "$NAME" "$NAME-tools"; do
    _state=$(state_of "$_package")
    [ -n "$_state" ] || continue
    _held=no
    if [ "$METHOD" = deb ]; then
      [ "$(dpkg-query -W -f '${db:Status-Want}' "$_package")" != hold ] || _held=yes
    else
      ! dnf -q -C versionlock list 2>/dev/null | grep -q "^$_package-[0-9]" || _held=yes
    fi
    printf '%s %s %s\n' "$_package" "$_held" "$_state"
  done
}

# NAME VERSION, of what can be had without a file of Ringlift's.
available() {
  for _package in "$NAME" "$NAME-tools"; do
    case "$METHOD" in
    deb)
      apt-cache madison "$_package" 2>/dev/null | awk -F ' *[|] *' -v name="$_package" '{ print name, $2 }'
      for _file in /var/cache/apt/archives/"$_package"_*.deb; do
        [ ! -e "$_file" ] || printf '%s %s\n' "$_package" "$(field "$_file" VERSION)"
      done
      ;;
    rpm)
      if command -v dnf >/dev/null; then
        timeout -k 5 50 dnf -q repoquery --qf '%{name} %{epoch}:%{version}-%{release}' "$_package" 2>/dev/null | sed 's/ 0:/ /'
      else
        timeout -k 5 50 repoquery -q --show-duplicates --qf '%{name} %{epoch}:%{version}-%{release}' "$_package" 2>/dev/null | sed 's/ 0:/ /'
      fi
      ;;
    esac
  done | sort -u
}

kept() {
  for _list in "$FOLDER"/packages/*/packages; do [ ! -s "$_list" ] || cut -d ' ' -f 1,2 "$_list"; done | sort -u
}

# Packages that are half installed, of whatever kind: the tool does not go on before they are whole.
broken() {
  [ "$METHOD" = deb ] || return 0
  dpkg-query -W -f '${db:Status-Status} ${Package}\n' |
    sed -n -E 's/^(half-installed|half-configured|unpacked) //p'
}

changes() {
  [ "$VERSION" != - ] && [ "$METHOD" = deb ] || return 0
  set -- "$NAME=$VERSION"
  [ -z "$(state_of "$NAME-tools")" ] || set -- "$@" "$NAME-tools=$VERSION"
  _said=$(apt-get -s -q --no-install-recommends --allow-downgrades --allow-change-held-packages install "$@" 2>&1) || {
    printf '%s\n' "$_said" | tail -n 5 >&2
    return 1
  }
  printf '%s\n' "$_said" | sed -n -E 's/^(Inst|Remv) ([^ ]+).*/\1 \2/p' | grep -vxF -e "Inst $NAME" -e "Inst $NAME-tools" || :
}

section tools tools
section user id -u
section installed installed
section available available
section kept kept
section broken broken
section changes changes
