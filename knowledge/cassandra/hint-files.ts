import { RingliftError } from '../errors.ts';
import type { HintsFor } from '../observation.ts';

const uuid = String.raw`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`;
/** @source hints/HintsDescriptor.java: HOST_ID-TIMESTAMP-VERSION.hints, all lines since 3.0 */
const hintFile = new RegExp(String.raw`^hints (\d+) (${uuid})-(\d+)-\d+\.hints$`, 'i');

/**
 * Hints that wait in a node's folder, by whom they are for, from lines of `hints BYTES NAME`.
 * @throws RingliftError UnreadableOutput for a file that is named in no known way
 */
export function hintsIn(where: string, listing: string): HintsFor[] {
  const found = new Map<string, HintsFor>();
  for (const line of listing.split('\n').filter((each) => each.startsWith('hints '))) {
    const [, bytes = '', hostId = ''] = hintFile.exec(line) ?? [];
    if (hostId === '') {
      throw new RingliftError('UnreadableOutput', {
        where,
        what: 'a file in the hints folder is named in no known way',
        expected: 'hints BYTES HOST_ID-TIMESTAMP-VERSION.hints',
        found: line.slice(0, 200),
        next: 'Look at the hints folder of the node: what of it did Cassandra write?',
      });
    }
    const id = hostId.toLowerCase();
    const earlier = found.get(id);
    found.set(id, {
      hostId: id,
      files: (earlier?.files ?? 0) + 1,
      bytes: (earlier?.bytes ?? 0) + Number(bytes),
    });
  }
  return [...found.values()];
}
