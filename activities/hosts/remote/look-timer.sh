# look-timer UNIT: "load STATE", "active STATE" and, for each unit that the timer starts, "starts UNIT STATE".
UNIT=$1
command -v systemctl >/dev/null || { echo "there is no systemctl" >&2; exit $NOT_AS_EXPECTED; }
value() { systemctl show -p "$2" "$1" | sed -n "s/^$2=//p"; }
printf 'load %s\nactive %s\n' "$(value "$UNIT" LoadState)" "$(value "$UNIT" ActiveState)"
for started in $(value "$UNIT" Triggers) $(value "$UNIT" Unit); do
  printf 'starts %s %s\n' "$started" "$(value "$started" ActiveState)"
done | sort -u
