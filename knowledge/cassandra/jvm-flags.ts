/** Lines of a JVM options file: one flag each; only lines that begin with a dash count. */

/** What a JVM has at most one of: `-Xmx`, `-XX:UseG1GC` (whether + or -), `-Dcassandra.ring_delay_ms`; else the line. */
export function nameOf(flag: string): string {
  const tunable = /^-XX:[+-]?(\w+)/.exec(flag);
  if (tunable) return `-XX:${tunable[1]}`;
  return /^-X(?:mx|ms|mn|ss)/.exec(flag)?.[0] ?? /^-D[^=\s]+/.exec(flag)?.[0] ?? flag;
}

/** In the order of the file; of flags with one name the last one, which is the one that a JVM obeys. */
export function activeFlags(text: string): string[] {
  const flags = linesOf(text).filter((line) => line.startsWith('-'));
  return flags.filter(
    (flag, index) => flags.findLastIndex((other) => nameOf(other) === nameOf(flag)) === index,
  );
}

/** Flags that stand in a comment, as in `#-XX:+AlwaysPreTouch`. */
export function commentedFlags(text: string): string[] {
  return linesOf(text).flatMap((line) => /^#+\s*(-\S.*)$/.exec(line)?.[1] ?? []);
}

/** Parts of the module system: each release brings those that its own code needs with each JDK. */
export function belongsToRelease(flag: string): boolean {
  return (
    /^--(add|patch|limit|illegal|upgrade)-/.test(flag) ||
    /^-D(java\.security\.manager|jdk\.attach\.allowAttachSelf|io\.netty\.)/.test(flag)
  );
}

/** Bytes of the last `-Xmx` (or MaxHeapSize) in the texts, taken in their order; null: none sets it. */
export function maxHeapBytesOf(texts: readonly string[]): number | null {
  const sizes = texts
    .flatMap(activeFlags)
    .map((flag) => /^-(?:Xmx|XX:MaxHeapSize=)(\d+)([kmgt]?)$/i.exec(flag))
    .filter((match) => match !== null);
  const [, number, unit = ''] = sizes.at(-1) ?? [];
  return number === undefined ? null : Number(number) * 1024 ** ' kmgt'.indexOf(unit.toLowerCase() || ' ');
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trimEnd());
}
