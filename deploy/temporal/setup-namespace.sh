#!/bin/sh
# Makes the namespace and registers the search attributes by which upgrades are found. Run again, it changes nothing.
# Reads TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and RETENTION (how long ended upgrades are kept, as in 2160h).
set -eu

: "${TEMPORAL_ADDRESS:?is the server}" "${TEMPORAL_NAMESPACE:?is the namespace to make}" "${RETENTION:=2160h}"

# Tries again for two minutes: the port is open before the server has found all its parts, and a new namespace takes
# seconds to be known everywhere.
insist() {
  attempt=1
  until "$@"; do
    if [ "$attempt" -ge 40 ]; then
      echo "given up after $attempt attempts: $*" >&2
      exit 1
    fi
    attempt=$((attempt + 1))
    sleep 3
  done
}

have_namespace() {
  temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
}

have_attribute() {
  temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE" 2>/dev/null | grep -qw "$1" ||
    temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$1" --type "$2"
}

insist temporal operator cluster health
insist have_namespace
insist have_attribute UpgradeCluster Keyword
insist have_attribute UpgradePhase Keyword
insist have_attribute UpgradeTarget Keyword
insist have_attribute UpgradeNeedsHuman Bool
echo "Namespace $TEMPORAL_NAMESPACE is ready."
