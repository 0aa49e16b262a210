/** Where a key or a value stands in the file's text: offsets in UTF-16 units, the end excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One thing that is wrong in the file. */
export interface Problem {
  /** Keys and indexes from the top, such as `nodes[2].address`; empty for the file as a whole. */
  readonly path: string;
  /** From 1, in the file. */
  readonly line: number;
  readonly column: number;
  /** How many characters to underline, at least 1. */
  readonly length: number;
  /** What was found and what is allowed. */
  readonly says: string;
}

export type Path = readonly (string | number)[];

/** `nodes[2].ssh.user`; a key that is no plain word is quoted: `java["6.0"]`. */
export function sayPath(path: Path): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}
