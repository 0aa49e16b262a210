/** Bulk reads of a Jolokia agent: what is asked, and what its answer tells. */
import { RingliftError } from '../errors.ts';
import { type Bean, beanKeys } from './bean.ts';

export interface BeanQuery {
  /** A name or a pattern: `org.apache.cassandra.metrics:type=TCM,*`. */
  readonly mbean: string;
  readonly attributes: readonly string[];
}

/** The body of one POST for all of them. @source Jolokia protocol 8: read, bulk requests, pattern reads */
export function bulkRead(queries: readonly BeanQuery[]): string {
  return JSON.stringify(
    queries.map(({ mbean, attributes }) => ({ type: 'read', mbean, attribute: attributes })),
  );
}

/**
 * The beans of each query, in the order in which they were asked. A name that nothing has is an empty list: which of them
 * must be there, the reader knows.
 * @throws RingliftError UnreadableOutput for anything that is no whole answer, PrivilegeMissing where the agent forbids it
 */
export function parseBulkAnswer(where: string, queries: readonly BeanQuery[], body: string): Bean[][] {
  const answers = arrayIn(body);
  if (answers?.length !== queries.length) {
    throw unreadable(where, `${queries.length} answers in a JSON array`, body);
  }
  return queries.map((query, index) => beansIn(where, query, answers[index] as Answer));
}

interface Answer {
  readonly status?: unknown;
  readonly value?: unknown;
  readonly error?: unknown;
}

function beansIn(where: string, { mbean }: BeanQuery, { status, value, error }: Answer): Bean[] {
  if (status === 404) return [];
  if (status === 403) {
    throw new RingliftError('PrivilegeMissing', {
      where,
      what: `its Jolokia agent does not let ${mbean} be read`,
      found: String(error),
      next: 'Allow it in the jolokia-access.xml of the agent: reading is all that Ringlift does.',
    });
  }
  const values = status === 200 && isObject(value) ? value : null;
  if (values === null)
    throw unreadable(where, `status 200 with a value for ${mbean}`, String(error ?? status));
  const named = /[*?]/.test(mbean) ? Object.entries(values) : [[mbean, values] as const];
  return named.map(([name, attributes]) => {
    const keys = beanKeys(name);
    if (keys && isObject(attributes)) return { keys, attributes };
    throw unreadable(where, 'names of MBeans with their attributes', name);
  });
}

function arrayIn(body: string): unknown[] | null {
  try {
    const answers: unknown = JSON.parse(body);
    return Array.isArray(answers) && answers.every(isObject) ? answers : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(where: string, expected: string, found: string): RingliftError {
  return new RingliftError('UnreadableOutput', {
    where,
    what: 'what answered on the port of Jolokia is no bulk answer of an agent',
    expected,
    found: found.slice(0, 200) || 'nothing',
    next: 'Check jolokia.port and jolokia.path in the file, and the agent of the node.',
  });
}
