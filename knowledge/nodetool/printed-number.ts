/** Numbers and sizes as Cassandra's tools print them, under any locale. */

/** Text of a pattern for a size: a number, a blank, a unit. Releases before 3.0 print KB for what is KiB. */
export const sizePattern = String.raw`[\d.,]+ (?:bytes|[KMGTP]i?B)`;

const powerOf: Readonly<Record<string, number>> = { b: 0, K: 1, M: 2, G: 3, T: 4, P: 5 };

/** `121.30` and `121,30`; NaN for what is no number. Java prints no thousands separators here. */
export function decimalOf(printed: string): number {
  return /^-?\d+(?:[.,]\d+)?$/.test(printed) ? Number(printed.replace(',', '.')) : Number.NaN;
}

/** Bytes of `1.12 KiB` or of a plain count, rounded; NaN for what is neither. */
export function bytesOf(printed: string): number {
  const [number = '', unit = 'bytes'] = printed.split(' ');
  const power = powerOf[unit.charAt(0)] ?? Number.NaN;
  return Math.round(decimalOf(number) * 1024 ** power);
}
