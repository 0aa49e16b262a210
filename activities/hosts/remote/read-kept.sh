# read-kept FILE: what keep-file kept; nothing when it is not there.
[ ! -e "$1" ] || cat "$1"
