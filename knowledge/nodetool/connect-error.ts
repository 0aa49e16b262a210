/**
 * Did nodetool not reach the node's JMX at all? Then nothing was asked and nothing was done, whatever the command.
 * It says so on stderr with exit code 1: `nodetool: Failed to connect to 'h:p' - ConnectException: '...'.`
 *
 * @source tools/NodeTool.java of 3.11.19 and 5.0.9, tools/nodetool/JmxConnect.java of 6.0-alpha2
 */
export function isConnectError(stdout: string, stderr: string): boolean {
  const says = /^nodetool: Failed to connect to '.*' - \w+: /m;
  return says.test(stderr) || says.test(stdout);
}

/**
 * What a person can do about a nodetool that does not even begin to ask; null: nothing is known of what it said.
 * @source CASSANDRA-17581: 3.0 before 3.0.27 and 3.11 before 3.11.13 on a JDK 8 from 8u332 on; measured on 3.11.11
 */
export function nodetoolHint(said: string): string | null {
  if (!/URISyntaxException: 'Malformed IPv6 address/.test(said)) return null;
  return 'CASSANDRA-17581: this JDK no longer takes the address that this nodetool gives; write JVM_OPTS="$JVM_OPTS -Dcom.sun.jndi.rmiURLParsing=legacy" at the end of bin/cassandra.in.sh of this release, or give nodetool an older JDK';
}
