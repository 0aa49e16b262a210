/** Flags that a JVM does not start with. */
import { nameOf } from './jvm-flags.ts';

interface Refusal {
  /** Java majors that refuse: from `since` on, or below `before`. */
  readonly since?: number;
  readonly before?: number;
  readonly flags: RegExp;
  readonly why: string;
}

/**
 * A major between those that were tried counts as the next one that was.
 * @source measured: one start of OpenJDK 11.0.13, 17.0.15 and 21.0.8 with each of some hundred flags alone
 */
const refusals: readonly Refusal[] = [
  {
    since: 9,
    flags:
      /^-XX:(PrintGCDateStamps|PrintGCTimeStamps|PrintHeapAtGC|PrintTenuringDistribution|PrintGCApplication\w+|PrintPromotionFailure|PrintFLSStatistics|PrintAdaptiveSizePolicy|PrintReferenceGC|PrintGCCause|UseGCLogFileRotation|NumberOfGCLogFiles|GCLogFileSize)$/,
    why: 'garbage collection is logged by -Xlog since Java 9 (JEP 271)',
  },
  {
    since: 9,
    flags:
      /^-XX:(UseParNewGC|UnlockCommercialFeatures|UseFastAccessorMethods|UseSplitVerifier|UseCGroupMemoryLimitForHeap|ExplicitGCInvokesConcurrentAndUnloadsClasses)$/,
    why: 'it was removed from Java',
  },
  { since: 9, flags: /^(-Xincgc|-d64|-Djava\.(endorsed|ext)\.dirs)$/, why: 'it was removed from Java' },
  { since: 9, flags: /^-XX:ThreadPriorityPolicy=42$/, why: 'only 0 and 1 are taken since Java 9' },
  {
    since: 14,
    flags: /^-XX:(UseConcMarkSweepGC|CMS\w*|UseCMS\w*)$/,
    why: 'the CMS collector was removed in Java 14 (JEP 363)',
  },
  {
    since: 12,
    flags:
      /^-XX:(PrintSafepointStatistics\w*|AggressiveOpts|MaxPermSize|PermSize|UseParallelOldGC|UseMembar)$/,
    why: 'it was removed from Java',
  },
  {
    since: 18,
    flags: /^-XX:(UseBiasedLocking|BiasedLocking\w*|UseOptoBiasInlining)$/,
    why: 'biased locking was removed from Java (JEP 374)',
  },
  { before: 15, flags: /^-XX:UseZGC$/, why: 'ZGC is no product option before Java 15' },
  { before: 21, flags: /^-XX:ZGenerational$/, why: 'generational ZGC came with Java 21' },
  { before: 17, flags: /^-Xlog:async$/, why: 'asynchronous logging came with Java 17' },
  { before: 12, flags: /^-Djava\.security\.manager=allow$/, why: 'before Java 12 it names a class' },
];

/** Why a JVM of this major does not start with the flag; null: it does, as far as is known. */
export function refusedByJdk(flag: string, jdkMajor: number): string | null {
  const refusal = refusals.find(
    ({ since, before, flags }) =>
      (flags.test(nameOf(flag)) || flags.test(flag)) &&
      ((since !== undefined && jdkMajor >= since) || (before !== undefined && jdkMajor < before)),
  );
  return refusal?.why ?? null;
}
