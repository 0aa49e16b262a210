import { readYamlText } from '../cassandra/yaml-text.ts';
import type { YamlText } from '../cassandra/yaml-text.ts';
import { RingliftError } from '../errors.ts';
import type { HostView } from '../host-view.ts';
import type { NodeObservation } from '../observation.ts';
import type { Objection } from './judge.ts';
import { sayNode } from './say.ts';

export type YamlFound =
  | { readonly yaml: YamlText; readonly objection: null }
  | { readonly yaml: null; readonly objection: Objection };

/** What was read in one look: a dozen gates ask for it, and reading takes milliseconds for each of hundreds of nodes. */
const readBefore = new WeakMap<HostView, YamlFound>();

/** A node's cassandra.yaml as it lies on its disk, or why it can not be judged. */
export function yamlOf(seen: NodeObservation): YamlFound {
  const before = seen.host ? readBefore.get(seen.host) : undefined;
  if (before) return before;
  const found = read(seen);
  if (seen.host) readBefore.set(seen.host, found);
  return found;
}

function read(seen: NodeObservation): YamlFound {
  const who = sayNode(seen);
  const text = seen.host?.configuration['cassandra.yaml'];
  if (text === undefined) {
    return refused(
      `${who}: its cassandra.yaml was not read`,
      `Make cassandra.yaml readable in the folder that install.conf names for ${who}, then look again.`,
    );
  }
  try {
    const yaml = readYamlText(text);
    if (yaml.entries.length > 0) return { yaml, objection: null };
    return refused(
      `${who}: its cassandra.yaml holds no keys`,
      `Restore the cassandra.yaml of ${who}, or correct install.conf in the file.`,
    );
  } catch (error) {
    if (!(error instanceof RingliftError)) throw error;
    return refused(
      `${who}: its cassandra.yaml can not be understood: ${error.parts.found ?? error.parts.what}`,
      `Mend the cassandra.yaml of ${who}: its next start would fail on it too.`,
    );
  }
}

function refused(found: string, remedy: string): YamlFound {
  return { yaml: null, objection: { found, remedy } };
}
