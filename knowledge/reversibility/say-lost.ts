/** What is lost of one keyspace. */
export interface Lost {
  readonly keyspace: string;
  /** Writes since then; null: all of it, on some of its ranges. ISO 8601. */
  readonly since: string | null;
  /** Its sets of replicas, and what they miss, are known. */
  readonly known: boolean;
}

const mostNamed = 20;

/**
 * What is lost, in words that a person repeats as a consent: keyspaces with the same cause together, in one order.
 * @returns null when nothing is
 */
export function sayLost(lost: readonly Lost[]): string | null {
  const groups = new Map<string, Lost[]>();
  for (const each of lost) {
    const key = `${each.since === null ? '' : toSeconds(each.since)} ${each.known}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const said = [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return said.length === 0 ? null : said.map(([, group]) => sayGroup(group)).join('; ');
}

/** To the second, and never later than it was. */
export function toSeconds(at: string): string {
  const millis = Date.parse(at);
  if (Number.isNaN(millis)) return at;
  return `${new Date(millis).toISOString().slice(0, 19)}Z`;
}

function sayGroup(group: readonly Lost[]): string {
  const since = group[0]?.since ?? null;
  const what = since === null ? 'all data of' : `writes since ${toSeconds(since)} to`;
  if (group.some(({ keyspace }) => keyspace === '')) {
    return `${what} any keyspace (which there are, and which replicas they have, is not known)`;
  }
  const names = group.map(({ keyspace }) => keyspace).toSorted();
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  const [who, whose] = names.length === 1 ? ['keyspace', 'its'] : ['keyspaces', 'their'];
  const why = group[0]?.known
    ? `every replica of some of ${whose} ranges would be ${since === null ? 'emptied' : 'restored'}`
    : `whether a replica of all ${whose} ranges is left is not known`;
  return `${what} ${who} ${names.slice(0, mostNamed).join(', ')}${more} (${why})`;
}
