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

/** RFC 5952: no leading zeros, lower case, the longest run of zeros as `::`. Anything else is returned unchanged. */
function shortIPv6(address: string): string {
  const [text = '', zone] = address.split('%');
  const groups = eightGroups(text);
  if (groups === null) return address;
  const plain = groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
  const runs = [...plain.matchAll(/\b0(?::0\b)+/g)];
  const longest = runs.reduce<RegExpExecArray | undefined>(
    (best, run) => (run[0].length > (best?.[0].length ?? 0) ? run : best),
    undefined,
  );
  const short = longest === undefined ? plain : withoutRun(plain, longest);
  return zone === undefined ? short : `${short}%${zone}`;
}

function withoutRun(plain: string, run: RegExpExecArray): string {
  const before = plain.slice(0, run.index);
  const after = plain.slice(run.index + run[0].length);
  return `${before}::${after}`.replace(/:{3,}/, '::');
}

/** Null when the text is no IPv6 address. */
function eightGroups(text: string): string[] | null {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail] = halves;
  const missing = 8 - halves.flat().length;
  const whole = tail === undefined ? missing === 0 : halves.length === 2 && missing > 0;
  const groups = [...head, ...Array.from({ length: Math.max(missing, 0) }, () => '0'), ...(tail ?? [])];
  return whole && groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups : null;
}
