import { parse } from 'yaml';
import type { NodeObservation } from '../observation.ts';
import type { Objection } from './judge.ts';
import { sayNode } from './say.ts';

export type YamlFound =
  | { readonly text: string; readonly keys: Readonly<Record<string, unknown>>; readonly objection: null }
  | { readonly text: null; readonly keys: null; readonly objection: Objection };

/** A node's cassandra.yaml as it lies on its disk, or why it can not be judged. */
export function yamlOf(seen: NodeObservation): YamlFound {
  const who = sayNode(seen);
  const text = seen.host?.configuration['cassandra.yaml'];
  if (text === undefined) {
    return refused(
      `${who}: its cassandra.yaml was not read`,
      `Make cassandra.yaml readable in the folder that install.conf names for ${who}, then look again.`,
    );
  }
  const keys = readKeys(text);
  if (typeof keys === 'string') {
    return refused(
      `${who}: its cassandra.yaml can not be understood: ${keys}`,
      `Mend the cassandra.yaml of ${who}: its next start would fail on it too.`,
    );
  }
  return { text, keys, objection: null };
}

function readKeys(text: string): Record<string, unknown> | string {
  try {
    const document: unknown = parse(text, { logLevel: 'silent' });
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
      return document as Record<string, unknown>;
    }
    return 'it holds no keys';
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
  }
}

function refused(found: string, remedy: string): YamlFound {
  return { text: null, keys: null, objection: { found, remedy } };
}
