/** One MBean as any way of reading JMX tells it. */
export interface Bean {
  /** Key properties of its name: `{type: 'ClientRequest', scope: 'Read', name: 'Timeouts'}`. */
  readonly keys: Readonly<Record<string, string>>;
  /** The attributes that were asked for; NaN is null, as JSON knows none. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * `org.apache.cassandra.metrics:type=TCM,name=Epoch`, whatever the order of its keys: nodetool prints them as they were
 * registered, Jolokia sorted. Quoted values, which Cassandra has none of, stay quoted. Null: it is no name of an MBean.
 */
export function beanKeys(name: string): Record<string, string> | null {
  const properties = /^[^:]+:(.+)$/.exec(name)?.[1];
  if (properties === undefined) return null;
  const pairs = properties.split(',').map((pair) => /^([^=]+)=(.*)$/.exec(pair));
  if (pairs.includes(null)) return null;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}

/** A number of a bean; null: it has none there, or NaN. */
export function numberIn({ attributes }: Bean, attribute: string): number | null {
  const value = attributes[attribute];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
