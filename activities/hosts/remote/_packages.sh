# Functions of the scripts that deal with packages, whose names end with "-package". METHOD is deb or rpm.

# release_of VERSION: the release that a package's version names: 1:6.0~alpha2-1 is 6.0-alpha2, 5.0 is 5.0.0.
release_of() {
  printf '%s\n' "$1" | sed -E -n 's/^[0-9]+://; s/^([0-9]+\.[0-9]+(\.[0-9]+)?(~(alpha|beta|rc)[0-9]+)?).*/\1/p' |
    sed -E 's/~/-/; s/^([0-9]+\.[0-9]+)$/\1.0/'
}

# same_release ONE OTHER, as Ringlift or a package writes them: 6.0.0-alpha2 is 6.0-alpha2.
same_release() { [ -n "$1" ] && [ "$(plain_release "$1")" = "$(plain_release "$2")" ]; }
plain_release() { printf '%s\n' "$1" | sed -E 's/^([0-9]+\.[0-9]+)$/\1.0/; s/^([0-9]+\.[0-9]+)\.0-/\1-/'; }

# field FILE NAME|VERSION
field() {
  case "$METHOD-$2" in
  deb-NAME) dpkg-deb -f "$1" Package ;;
  deb-VERSION) dpkg-deb -f "$1" Version ;;
  rpm-NAME) rpm -qp --nosignature --qf '%{NAME}\n' "$1" 2>/dev/null ;;
  rpm-VERSION) rpm -qp --nosignature --qf '%{EPOCHNUM}:%{VERSION}-%{RELEASE}\n' "$1" 2>/dev/null | sed 's/^0://' ;;
  esac
}

# state_of NAME: "VERSION" of a package that is whole, "half VERSION" of one that is not, nothing where there is none.
state_of() {
  case "$METHOD" in
  deb)
    dpkg-query -W -f '${db:Status-Status} ${db:Status-Eflag} ${Version}\n' "$1" 2>/dev/null | while read -r _status _flag _version; do
      case "$_status-$_flag" in
      installed-ok | triggers-pending-ok | triggers-awaited-ok) printf '%s\n' "$_version" ;;
      not-installed-ok | config-files-ok) ;;
      *) printf 'half %s\n' "$_version" ;;
      esac
    done
    ;;
  rpm)
    # An upgrade that was cut off leaves both versions in the database.
    _versions=$(rpm -q --qf '%{EPOCHNUM}:%{VERSION}-%{RELEASE}\n' "$1" 2>/dev/null) || return 0
    case "$_versions" in
    *'
'*) printf 'half %s\n' "$(printf '%s\n' "$_versions" | tail -n 1 | sed 's/^0://')" ;;
    *) printf '%s\n' "$_versions" | sed 's/^0://' ;;
    esac
    ;;
  esac
}

# extract FILE FOLDER: what the package holds, without its scripts.
extract() {
  mkdir -p "$2" || return 1
  case "$METHOD" in
  deb) dpkg-deb -x "$1" "$2" ;;
  rpm) rpm2cpio "$1" | (cd "$2" && cpio -idm --quiet --no-absolute-filenames) ;;
  esac
}

# download FOLDER NAME VERSION: from a repository that is set up on the host; its tool checks digest and signatures.
download() {
  case "$METHOD" in
  # As root: the user _apt may not write here, and only warns.
  deb) (cd "$1" && timeout -k 5 600 apt-get -q -o APT::Sandbox::User=root download "$2=$3") ;;
  rpm)
    if dnf -q download --help >/dev/null 2>&1; then
      timeout -k 5 600 dnf -q -y download --destdir "$1" "$2-$3"
    else
      timeout -k 5 600 yumdownloader -q --destdir "$1" "$2-$3"
    fi && for _file in "$1/$2-"*.rpm; do rpmkeys --define "_pkgverify_level all" --checksig "$_file" || return 1; done
    ;;
  esac
}

# simulate FILE...: prints what else than these packages would be installed, removed or changed; fails when they can't be
# installed.
simulate() {
  _mine=$(for _file in "$@"; do field "$_file" NAME; done)
  case "$METHOD" in
  deb)
    apt-get -s -q -o APT::Get::AllowUnauthenticated=true --no-install-recommends --allow-downgrades \
      --allow-change-held-packages --reinstall install "$@" >"$STATE/simulated" 2>&1 || {
      tail -n 20 "$STATE/simulated" >&2
      return 1
    }
    sed -n -E 's/^(Inst|Remv) ([^ ]+).*/\1 \2/p' "$STATE/simulated" | while read -r _what _name; do
      [ "$_what" = Inst ] && printf '%s\n' "$_mine" | grep -qxF -- "$_name" || printf '%s %s\n' "$_what" "$_name"
    done
    ;;
  rpm)
    rpm -U --test --oldpackage --replacepkgs --nosignature "$@" >&2 || return 1
    for _file in "$@"; do rpm -qp --nosignature --obsoletes "$_file" 2>/dev/null; done | while read -r _name _; do
      [ -z "$_name" ] || ! rpm -q "$_name" >/dev/null 2>&1 || printf '%s\n' "$_mine" | grep -qxF -- "$_name" ||
        printf 'Remv %s\n' "$_name"
    done
    ;;
  esac
}

# put_in FILE...: installs them, whatever was installed of them, touches no other package, and starts nothing.
put_in() {
  case "$METHOD" in
  deb)
    shut_policy || return 1
    # Another package tool may be at work, such as unattended upgrades: it is waited for.
    _tries=0
    while :; do
      DEBIAN_FRONTEND=noninteractive dpkg --force-confold --force-confdef --force-downgrade -i "$@" </dev/null >"$STATE/package-output" 2>&1
      _code=$?
      _tries=$((_tries + 1))
      [ "$_code" -eq 2 ] && [ "$_tries" -lt 60 ] && grep -q 'lock' "$STATE/package-output" || break
      sleep 5
    done
    open_policy
    ;;
  rpm)
    [ "$SERVICE" = - ] || systemctl mask --runtime "$SERVICE" >/dev/null 2>&1
    rpm -U --oldpackage --replacepkgs --nosignature "$@" </dev/null >"$STATE/package-output" 2>&1
    _code=$?
    [ "$SERVICE" = - ] || systemctl unmask --runtime "$SERVICE" >/dev/null 2>&1
    ;;
  esac
  return "$_code"
}

# shut_policy: no script of a package starts or stops a service, until open_policy.
shut_policy() {
  _policy=$(policy_file)
  ! grep -qsxF '# ringlift' "$_policy" || return 0
  if [ -e "$_policy" ]; then mv -T "$_policy" "$_policy.ringlift-kept" || return 1; fi
  printf '#!/bin/sh\n# ringlift\nexit 101\n' >"$_policy.ringlift-new" && chmod 755 "$_policy.ringlift-new" &&
    mv -T "$_policy.ringlift-new" "$_policy"
}

# are_installed FOLDER: every package of it, at its version, whole.
are_installed() {
  while read -r _name _version _; do
    [ "$(state_of "$_name")" = "$_version" ] || return 1
  done <"$1/packages"
}

# keep_holds FOLDER: notes which of its packages are held, before the first change; put_holds holds them again.
keep_holds() {
  [ ! -e "$STATE/$TAG/holds" ] || return 0
  while read -r _name _; do
    case "$METHOD" in
    deb) [ "$(dpkg-query -W -f '${db:Status-Want}' "$_name" 2>/dev/null)" != hold ] || printf '%s\n' "$_name" ;;
    rpm) ! dnf -q versionlock list 2>/dev/null | grep -q "^$_name-[0-9]" || printf '%s\n' "$_name" ;;
    esac
  done <"$1/packages" >"$STATE/$TAG/holds.new" && mv -T "$STATE/$TAG/holds.new" "$STATE/$TAG/holds"
}

put_holds() {
  while read -r _name; do
    case "$METHOD" in
    deb) printf '%s hold\n' "$_name" | dpkg --set-selections || return 1 ;;
    rpm)
      dnf -q versionlock list 2>/dev/null | grep "^$_name-[0-9]" | while read -r _lock; do
        dnf -q versionlock delete "$_lock" >/dev/null || return 1
      done && dnf -q versionlock add "$_name" >/dev/null || return 1
      ;;
    esac
  done <"$STATE/$TAG/holds"
}

# replace_package CONF ASIDE HOME NEW FOLDER: with the operator's configuration set aside as ASIDE, and a copy of it for
# the package's own questions, in its place. Cut off anywhere, the next script of any kind settles what is half done.
replace_package() {
  printf '%s\n' "$1" "$2" "$3" "$4" "$SERVICE" >"$STATE/switching-package" || refuse $NO_SPACE "cannot write into $STATE"
  if [ ! -e "$2" ]; then
    rm -rf "$1.ringlift-copy"
    cp -a "$1" "$1.ringlift-copy" || refuse $NO_SPACE "cannot copy $1"
    mv -T "$1" "$2" || refuse $NO_SPACE "cannot set $1 aside"
    mv -T "$1.ringlift-copy" "$1" || refuse $NO_SPACE "cannot put the copy of $1 in its place"
  fi
  # Split at blanks on purpose: the names are Ringlift's own.
  # shellcheck disable=SC2046
  put_in $(sed "s|^[^ ]* [^ ]* |$5/|" "$5/packages") || {
    _code=$?
    settle_half_package <"$STATE/switching-package"
    refuse $NOT_AS_EXPECTED "the package tool exited $_code: $(tail -n 20 "$STATE/package-output")"
  }
  are_installed "$5" || refuse $NOT_AS_EXPECTED "the packages are not whole: $(tail -n 20 "$STATE/package-output")"
  in_use_is "$3" "$4" || refuse $NOT_AS_EXPECTED "in $3 there is $(release_in_use "$3"), not $4"
  sync -f "$3" 2>/dev/null || sync
}

# put_conf NEXT CONF: takes the place of CONF, of which the operator's own files are kept elsewhere.
put_conf() {
  rm -rf "$2.ringlift-old"
  [ ! -e "$2" ] || mv -T "$2" "$2.ringlift-old" || refuse $NO_SPACE "cannot rename $2"
  mv -T "$1" "$2" || refuse $NO_SPACE "cannot put $1 in place of $2"
  # What the package's tool left to compare was compared when the configuration was merged.
  find "$2.ringlift-old" -name '*.dpkg-dist' -o -name '*.dpkg-new' -o -name '*.rpmnew' -o -name '*.rpmsave' 2>/dev/null |
    sed 's|.*/|merged: |'
  rm -rf "$2.ringlift-old"
}
