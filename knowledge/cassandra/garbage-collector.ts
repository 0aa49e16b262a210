/** Which garbage collector a set of flags chooses, and which flags tune only it. */

export type Collector = 'CMS' | 'G1' | 'ZGC' | 'Shenandoah' | 'Parallel' | 'Serial';

const choosing: { readonly [collector in Collector]: RegExp } = {
  CMS: /^-XX:\+(UseConcMarkSweepGC|UseParNewGC)$/,
  G1: /^-XX:\+UseG1GC$/,
  ZGC: /^-XX:\+UseZGC$/,
  Shenandoah: /^-XX:\+UseShenandoahGC$/,
  Parallel: /^-XX:\+UseParallel(Old)?GC$/,
  Serial: /^-XX:\+UseSerialGC$/,
};

const tuning: { readonly [collector in Collector]: RegExp } = {
  CMS: /^-XX:[+-]?(CMS\w*|UseCMS\w*|SurvivorRatio|MaxTenuringThreshold|UseCondCardMark)/,
  G1: /^-XX:[+-]?(G1\w*|MaxGCPauseMillis|InitiatingHeapOccupancyPercent|ParallelRefProcEnabled|MaxTenuringThreshold|ParallelGCThreads|ConcGCThreads)/,
  ZGC: /^-XX:[+-]?(ZGenerational|ZUncommit\w*|ZAllocation\w*|ZCollection\w*|SoftMaxHeapSize)/,
  Shenandoah: /^-XX:[+-]?(Shenandoah\w*|ParallelGCThreads|ConcGCThreads)/,
  Parallel: /^-XX:[+-]?(ParallelGCThreads|UseAdaptiveSizePolicy|GCTimeRatio)/,
  Serial: /^-XX:[+-]?(SurvivorRatio|MaxTenuringThreshold)/,
};

/** Null: none is chosen, and the JVM takes its own. Of two, a JVM would not start: the last one stands here. */
export function collectorIn(flags: readonly string[]): Collector | null {
  return flags.map(chosenBy).findLast((collector) => collector !== null) ?? null;
}

export function chosenBy(flag: string): Collector | null {
  const names = Object.keys(choosing) as Collector[];
  return names.find((collector) => choosing[collector].test(flag)) ?? null;
}

export function tunes(flag: string, collector: Collector): boolean {
  return tuning[collector].test(flag);
}
