import { type Bean, beanKeys } from '../jmx/bean.ts';
import { unreadableOutput } from './unreadable-output.ts';

/** MBeans of clients' requests. 3.11 has no `sjk`; whoever misuses it is answered with its help and exit 0. */
export const clientRequestsCommand = 'sjk mxdump -q org.apache.cassandra.metrics:type=ClientRequest,*';

/** MBeans of cluster metadata, of 6.0 and later. */
export const metadataMetricsCommand = 'sjk mxdump -q org.apache.cassandra.metrics:type=TCM,*';

/**
 * Reads `nodetool sjk mxdump -q QUERY` of 4.0 to 6.0: every MBean that the query names, with all its attributes. NaN, which
 * every histogram without a value has as its mean, is printed as it is, and is null here.
 *
 * @source CASSANDRA-12197 (sjk in nodetool since 4.0); printed by 4.0.19, 4.1.10, 5.0.9 and 6.0-alpha2
 * @throws RingliftError UnreadableOutput
 */
export function parseMxDump(stdout: string): Bean[] {
  const beans = beansIn(stdout);
  if (beans === null) {
    throw unreadableOutput('sjk mxdump', {
      what: 'the output does not read as that of this command',
      expected: 'a JSON object with "beans"',
      found: stdout.trim() || 'nothing',
    });
  }
  return beans.map((bean) => {
    const { name, ...attributes } = bean as Record<string, unknown>;
    const keys = typeof name === 'string' ? beanKeys(name) : null;
    if (keys) return { keys, attributes };
    throw unreadableOutput('sjk mxdump', {
      what: 'a bean has no name',
      expected: 'domain:key=value,...',
      found: JSON.stringify(bean),
    });
  });
}

function beansIn(stdout: string): unknown[] | null {
  try {
    const { beans } = JSON.parse(withoutNaN(stdout)) as { readonly beans?: unknown };
    return Array.isArray(beans) && beans.every((bean) => typeof bean === 'object' && bean !== null)
      ? beans
      : null;
  } catch {
    return null;
  }
}

/** Texts stand in quotes, and are left as they are. */
function withoutNaN(stdout: string): string {
  return stdout.replace(/"(?:[^"\\]|\\.)*"|\bNaN\b|-?\bInfinity\b/g, (token) =>
    token.startsWith('"') ? token : 'null',
  );
}
