import { shortIPv6 } from '../short-ipv6.ts';
import type { NodeId } from '../topology.ts';

/**
 * The node that a printed endpoint means: without host name, port and brackets, an IPv6 address in its short form
 * (Java prints all eight groups), so that every command and the file name a node alike. What is no address (`-r`
 * prints host names, people redact) stays as it is.
 *
 * `/10.0.0.1:7000`, `db1/10.0.0.1` and `10.0.0.1` are `10.0.0.1`; `[2001:db8:0:0:0:0:0:1]:7000` is `2001:db8::1`.
 *
 * @source locator/InetAddressAndPort.java (toString, hostAddress)
 */
export function nodeIdOf(printed: string): NodeId {
  const address = printed.slice(printed.lastIndexOf('/') + 1);
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1];
  const alone = bracketed ?? /^([^:]+):\d+$/.exec(address)?.[1] ?? address;
  return alone.includes(':') ? shortIPv6(alone) : alone;
}

/** The nodes of a printed list without the brackets around it: `/10.0.0.1:7000, /10.0.0.2:7000`. */
export function nodeIdsOf(list: string): NodeId[] {
  return list
    .split(/[,\s]+/)
    .filter((printed) => printed !== '')
    .map(nodeIdOf);
}
