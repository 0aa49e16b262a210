import pico from 'picocolors';

/** Colours by meaning; without colour the marks alone must say everything. */
export interface Paint {
  good(text: string): string;
  busy(text: string): string;
  warn(text: string): string;
  bad(text: string): string;
  quiet(text: string): string;
  strong(text: string): string;
}

export function makePaint(color: boolean): Paint {
  const { green, cyan, yellow, red, dim, bold } = pico.createColors(color);
  return { good: green, busy: cyan, warn: yellow, bad: red, quiet: dim, strong: bold };
}
