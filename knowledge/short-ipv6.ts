/** RFC 5952: no leading zeros, lower case, the longest run of zeros as `::`. Anything else is returned unchanged. */
export function shortIPv6(address: string): string {
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
