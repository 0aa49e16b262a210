# ask-installer SECONDS HOME FOLDER RELEASE FORMER COMMAND...: asks the operator's own command whether RELEASE is installed, and
# looks whether HOME, which the service starts from, holds it: FOLDER is its name below HOME. Changes nothing.
LIMIT=$1 HOME_DIR=$2 FOLDER=$3
RINGLIFT_RELEASE=$4 RINGLIFT_FORMER=$5
export RINGLIFT_RELEASE RINGLIFT_FORMER
shift 5

in_use() {
  _real=$(readlink -f "$HOME_DIR")
  _used=$(release_in_use "$_real")
  printf '%s\n' "${_used:-$_real}"
  in_use_is "$HOME_DIR" "$FOLDER"
}

section asked timeout -k 5 "$LIMIT" "$@"
section inUse in_use
