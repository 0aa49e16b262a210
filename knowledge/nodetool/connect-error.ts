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
