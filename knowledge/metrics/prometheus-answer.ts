/** What is asked of the HTTP API of Prometheus, and what its answer tells. */

/** The newest sample of each node's series, by the value of the label. */
export interface NewestSample {
  readonly label: string;
  /** Seconds since 1970, by the clock of whoever took the sample. */
  readonly atSeconds: number;
  /** Against the clock of Prometheus when it was asked. */
  readonly ageSeconds: number;
}

/** One number for each value of the label: when its newest sample was taken. @source PromQL, timestamp() and max by */
export function newestSampleQuery(selector: string, label: string): string {
  return `max by (${label}) (timestamp(${selector}))`;
}

/** @returns why it can't be understood, in words, when it is no instant vector of numbers */
export function newestSamplesIn(body: string, label: string): NewestSample[] | string {
  const answer = objectIn(body);
  if (answer === null) return `no JSON of the API of Prometheus: ${body.slice(0, 200) || 'nothing'}`;
  if (answer.status !== 'success') return String(answer.error ?? 'no status "success"').slice(0, 300);
  const { data } = answer;
  if (data?.resultType !== 'vector' || !Array.isArray(data.result)) return 'no instant vector';
  const samples = data.result.map(({ metric, value }) => {
    const [now, at] = Array.isArray(value) ? (value as unknown[]).map(Number) : [];
    return { label: metric?.[label] ?? '', atSeconds: at ?? NaN, ageSeconds: (now ?? NaN) - (at ?? NaN) };
  });
  const isWhole = samples.every(({ ageSeconds }) => Number.isFinite(ageSeconds));
  return isWhole ? samples : 'samples without a time';
}

interface ApiAnswer {
  readonly status?: unknown;
  readonly error?: unknown;
  readonly data?: {
    readonly resultType?: unknown;
    readonly result?: readonly {
      readonly metric?: Readonly<Record<string, string>>;
      readonly value?: unknown;
    }[];
  };
}

function objectIn(body: string): ApiAnswer | null {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === 'object' && answer !== null && !Array.isArray(answer) ? answer : null;
  } catch {
    return null;
  }
}

/**
 * Does the value of a label name this node? `10.0.0.1:9500`, `[::1]:9500`, `cass1`, `cass1.example.net:7070`.
 * @param names of the node: addresses, its name in the file, the name of its host
 */
export function labelNames(label: string, names: readonly string[]): boolean {
  const host = label
    .replace(/^\w+:\/\//, '')
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^([^:]*):\d+$/, '$1')
    .toLowerCase();
  if (host === '') return false;
  const isAddress = host.includes(':') || /^[\d.]+$/.test(host);
  return names.some((name) => {
    const own = name.toLowerCase();
    if (own === host) return true;
    return !isAddress && !/^[\d.:]+$/.test(own) && own.split('.')[0] === host.split('.')[0];
  });
}
