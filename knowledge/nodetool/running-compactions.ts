import type { RunningCompaction } from '../observation.ts';
import type { LineCursor } from './line-cursor.ts';
import { bytesOf, sizePattern } from './printed-number.ts';

const header = /^\s*(?:id\s+)?compaction type\s+keyspace\s+table\s+completed\s+total\s+unit\s+progress$/;
const size = String.raw`(\d+|${sizePattern})`;
const row = new RegExp(String.raw`^(.*?\S)\s+${size}\s+${size}\s+(\S+)\s+(?:n\/a|[\d.,]+\s?%)$`);
const id = String.raw`[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|<none>`;
const words = new RegExp(String.raw`^\s*(?:(${id})\s+)?(\S.*?)\s+(\S+)\s+(\S+)$`);

type Names = Pick<RunningCompaction, 'id' | 'type' | 'keyspace' | 'table'>;

/** Reads the table of running compactions from its header to the line before `last`. */
export function readRunningCompactions(cursor: LineCursor, last: RegExp): RunningCompaction[] {
  const [names] = cursor.demand(header, 'the table of running compactions or the end');
  const running: RunningCompaction[] = [];
  while (!cursor.ended && !cursor.sees(last)) {
    const [, front = '', completed = '', total = '', unit = ''] = cursor.demand(row, 'a running compaction');
    const named = byColumn(names, front) ?? byWord(front);
    if (named === null) return cursor.refuse('id, type, keyspace and table of a compaction', front);
    running.push({ ...named, completed: bytesOf(completed), total: bytesOf(total), unit });
  }
  return running;
}

/** By the places of the headings; null where the row does not keep to them. Keyspace and table may be blank. */
function byColumn(names: string, front: string): Names | null {
  const starts = ['compaction type', 'keyspace', 'table', 'completed'].map((name) => names.indexOf(name));
  if (!names.startsWith('id ') || starts.some((start) => !/^ ?$/.test(front.charAt(start - 1)))) return null;
  const cells = [0, ...starts].map((start, index) => front.slice(start, starts[index]).trim());
  const [found = '', type = '', keyspace = '', table = '', beyond] = cells;
  if (!new RegExp(`^(?:${id})$`).test(found) || type === '' || beyond !== '') return null;
  if (/\s/.test(keyspace) || /\s/.test(table)) return null;
  return { id: found === '<none>' ? null : found, type, keyspace: keyspace || null, table: table || null };
}

/** By words from the right, for tables that are right-aligned (2.x) or whose columns were shifted. */
function byWord(front: string): Names | null {
  const match = words.exec(front);
  if (match === null) return null;
  const [, found, type = '', keyspace = '', table = ''] = match;
  return { id: found === undefined || found === '<none>' ? null : found, type, keyspace, table };
}
