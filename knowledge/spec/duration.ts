/** Durations as people write them in the file: `500ms`, `30s`, `10m`, `24h`, `7d`. */
export type Duration = string;

export const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

const millisOf = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of a duration that the schema has accepted. */
export function millis(duration: Duration): number {
  const match = durationPattern.exec(duration);
  if (!match) throw new RangeError(`not a duration: ${duration}`);
  return Number(match[1]) * millisOf[match[2] as keyof typeof millisOf];
}

/** `6m12s`, `41m`, `1h50m`: at most two units, the way that people say it. */
export function sayMillis(value: number): string {
  if (value < 1_000) return `${Math.round(value)}ms`;
  const seconds = Math.round(value / 1_000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60)
    return seconds % 60 ? `${minutes}m${String(seconds % 60).padStart(2, '0')}s` : `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 ? `${hours}h${String(minutes % 60).padStart(2, '0')}m` : `${hours}h`;
}
