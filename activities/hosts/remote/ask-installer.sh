# ask-installer SECONDS RELEASE FORMER COMMAND...: asks the operator's own command whether RELEASE is installed.
LIMIT=$1
RINGLIFT_RELEASE=$2 RINGLIFT_FORMER=$3
export RINGLIFT_RELEASE RINGLIFT_FORMER
shift 3
section asked timeout -k 5 "$LIMIT" "$@"
