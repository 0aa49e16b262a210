# keep-configuration STATE OWNER FENCE ENTRY TURN CONF: copies CONF, as it is now, to STATE/TURN/conf, which is replaced as
# a whole: a copy that was cut off is none.
begin "$@"
shift 4
TURN=$1 CONF=$2
KEPT=$STATE/$TURN/conf
[ -s "$CONF/cassandra.yaml" ] || refuse $NOT_AS_EXPECTED "no cassandra.yaml in $CONF"
mkdir -p "$STATE/$TURN" && rm -rf "$KEPT.new" && mkdir -m 700 "$KEPT.new" || refuse $NO_SPACE "cannot make $KEPT.new"
# What is in it also where CONF is a symlink, as packages make it. There may be passwords of key stores in it.
cp -a "$CONF/." "$KEPT.new" || refuse $NO_SPACE "cannot copy $CONF"
chmod 700 "$KEPT.new"
rm -rf "$KEPT" && mv -T "$KEPT.new" "$KEPT" || refuse $NO_SPACE "cannot put $KEPT in place"
finish 'done'
