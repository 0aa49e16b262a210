/** `hop 2 of 4, then 5.0.9, 6.0.0`; without what is ahead `hop 2 of 4`. */
export function sayHop({
  number,
  of,
  ahead = [],
}: {
  readonly number: number;
  readonly of: number;
  readonly ahead?: readonly string[];
}): string {
  return `hop ${number} of ${of}${ahead.length > 0 ? `, then ${ahead.join(', ')}` : ''}`;
}
