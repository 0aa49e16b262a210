/** The words of evidence lines, so that every gate names nodes, numbers and sizes alike. */
import type { NodeId } from '../topology.ts';

const mostNames = 5;

/** `cass2 (10.0.0.2)`, or the address alone where it has no other name. */
export function sayNode({ node, name }: { readonly node: NodeId; readonly name: string }): string {
  return name === node ? node : `${name} (${node})`;
}

/** `a, b and c`; of many the first five: `a, b, c, d, e and 992 others`. */
export function sayList(names: readonly string[]): string {
  if (names.length > mostNames + 1) {
    return `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} others`;
  }
  const last = names.at(-1) ?? 'none';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last;
}

/** `1 node`, `3 nodes`. */
export function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}

/** A thousand nodes of which the same is said are one line: `997 nodes: JDK 17 ...`. */
export function sayHowMany(lines: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const line of lines) times.set(line, (times.get(line) ?? 0) + 1);
  return [...times].map(([line, nodes]) => `${count(nodes, 'node')}: ${line}`);
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** `512 B`, `7.8 GiB`. */
export function sayBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${units[power] ?? 'B'}`;
}
