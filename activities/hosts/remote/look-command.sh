# look-command SECONDS WORD...: runs an operator's own question, without a shell, and prints section "answer".
LIMIT=$1
shift
section answer timeout -k 5 "$LIMIT" "$@"
