import pico from 'picocolors';

type Mark = (text: string) => string;

/** Colours by meaning; without colour the marks alone must say everything. */
export interface Paint {
  readonly good: Mark;
  readonly busy: Mark;
  readonly warn: Mark;
  readonly bad: Mark;
  readonly quiet: Mark;
  readonly strong: Mark;
}

export function makePaint(color: boolean): Paint {
  const { green, cyan, yellow, red, dim, bold } = pico.createColors(color);
  return { good: green, busy: cyan, warn: yellow, bad: red, quiet: dim, strong: bold };
}
