# look-dse HOME CONF RELEASES: what makes a node one of DSE, beside what Cassandra tells: the version that its process
# runs, and dse.yaml. Changes nothing. A section that exits other than 0 is not known.
HOME_LINK=$1 CONF=$2 RELEASES=$3

# Versions in the names of files that the process holds open, or was started with: the link may name another release by
# now, and before 5.1 the process itself may tell no more than four numbers.
running() {
  for _pid in $(cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES"); do
    { find "/proc/$_pid/fd" -type l -printf '%l\n' 2>/dev/null; tr '\0:' '\n\n' <"/proc/$_pid/cmdline"; } |
      sed -n -e 's|^.*/dse-core-\([0-9]*\.[0-9]*\.[0-9]*\)\.jar$|\1|p' -e t \
        -e 's|^.*/dse-\([0-9]*\.[0-9]*\.[0-9]*\)/.*\.jar$|\1|p'
  done | sort -u
}

# The first that is there: beside a package's conf, in the release's own folder, where packages put it.
dse_yaml() {
  for _file in "$CONF/../dse.yaml" "$CONF/dse.yaml" "$HOME_LINK/resources/dse/conf/dse.yaml" /etc/dse/dse.yaml; do
    [ ! -f "$_file" ] || { cat "$_file"; return; }
  done
  echo "no dse.yaml beside $CONF, in $HOME_LINK/resources/dse/conf or in /etc/dse" >&2
  return 1
}

# What packages start it with: SOLR_ENABLED=1 and its like.
workloads() {
  [ ! -f /etc/default/dse ] || grep -E '^[[:space:]]*[A-Z]+_(ENABLED|ANALYTICS)=' /etc/default/dse || [ $? -eq 1 ]
}

section running running
section dseYaml dse_yaml
section workloads workloads
