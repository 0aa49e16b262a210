/** How long things take in a simulated node, in ms: long enough to be interrupted, short enough for hundreds of runs. */
export const takes = {
  /** From the process to UN in the others' eyes. */
  toNormal: 25,
  /** From there to the native transport. */
  toServing: 25,
  drain: 15,
  /** For each sstable. */
  rewrite: 25,
  /** For each keyspace. */
  repair: 40,
  snapshot: 10,
  initializeCms: 60,
  /** For each member that is added. */
  addCmsMember: 50,
} as const satisfies Record<string, number>;

export type Takes = { readonly [work in keyof typeof takes]: number };
