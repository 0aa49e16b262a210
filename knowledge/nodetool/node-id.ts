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

/** The nodes of a printed list: `/10.0.0.1:7000, /10.0.0.2:7000`, with or without brackets around it. */
export function nodeIdsOf(list: string): NodeId[] {
  return list
    .replace(/^\[(?!.*\]:)|^\[(?=.*[,\s])|(?<!^)\](?!:)$/g, '')
    .split(/[,\s]+/)
    .filter((printed) => printed !== '')
    .map(nodeIdOf);
}

/** RFC 5952: no leading zeros, lower case, the longest run of zeros as `::`. Anything else is returned unchanged. */
function shortIPv6(address: string): string {
  const [text = '', zone] = address.split('%');
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail] = halves;
  const missing = 8 - halves.flat().length;
  const whole = tail === undefined ? missing === 0 : halves.length === 2 && missing > 0;
  if (!whole || !halves.flat().every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return address;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
  const plain = groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
  const zeros = [...plain.matchAll(/\b0(?::0\b)+/g)].map(([run]) => run);
  const longest = zeros.reduce((best, run) => (run.length > best.length ? run : best), '');
  const short = longest === '' ? plain : plain.replace(longest, '::').replace(/:{3,}/, '::');
  return zone === undefined ? short : `${short}%${zone}`;
}
