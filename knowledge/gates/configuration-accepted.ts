import { mergeCassandraYaml } from '../cassandra/merge-yaml.ts';
import type { MergedYaml } from '../cassandra/yaml-merge.ts';
import { type AgentRefusal, agentsInRelease } from '../cassandra/release-agents.ts';
import { configurationLineOf, dseReleaseOf } from '../cassandra/dse-release.ts';
import { modeForRoll } from '../cassandra/storage-mode.ts';
import { RingliftError } from '../errors.ts';
import type { HostView } from '../host-view.ts';
import type { NodeObservation } from '../observation.ts';
import type { Release } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import { count, sayHowMany, sayList, sayNode } from './say.ts';
import { yamlOf } from './yaml-of.ts';

export interface Merged {
  readonly who: string;
  readonly merged: MergedYaml;
}

/**
 * Every node's cassandra.yaml can be carried to the target: no key in it that the target refuses and that nobody but a
 * person may drop. What will be changed in it is said, key by key. No agent's jar lies inside the release.
 *
 * @source seed 001, checklist; merge-yaml.ts
 */
export function configurationAccepted({ spec, inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, ['host', 'version']);
  const judged = nodes
    .filter(({ host, version }) => host !== null && version !== null)
    .map((seen) => mergeFor(seen, spec.target));
  const merged = judged.filter((each) => 'merged' in each);
  return judge('configurationAccepted', {
    seen:
      merged.length === 0
        ? []
        : [
            `the cassandra.yaml of ${count(merged.length, 'node')} was merged for ${spec.target}`,
            ...sayHowMany(merged.flatMap((each) => [...sayChanges(each.merged), ...sayNotes(each.merged)])),
          ],
    against: [...unknown, ...judged.filter((each) => 'found' in each), ...refusals(merged)],
    standsFor: ['S1-7', 'S1-14', 'S0-10'],
  });
}

const asItIs: Pick<MergedYaml, 'changes'> = { changes: [] };

/** What was merged in one look, by release and target: three gates ask for it. */
const mergedBefore = new WeakMap<HostView, Map<string, Merged | Objection>>();

export function mergeFor(seen: NodeObservation, target: Release): Merged | Objection {
  const { host, version } = seen;
  if (!host) return merge(seen, target);
  const before = mergedBefore.get(host) ?? new Map<string, Merged | Objection>();
  mergedBefore.set(host, before);
  const key = `${version?.release} to ${target}`;
  const found = before.get(key) ?? merge(seen, target);
  before.set(key, found);
  return found;
}

function merge(seen: NodeObservation, target: Release): Merged | Objection {
  const who = sayNode(seen);
  const { yaml, objection } = yamlOf(seen);
  if (objection) return objection;
  const release = seen.version?.release ?? '';
  // What DSE takes is not known: its own files are carried as they are.
  if (dseReleaseOf(target)?.line) {
    const why = `carried as it is: which keys ${target} takes is not known here`;
    return {
      who,
      merged: { ...asItIs, text: yaml.text, refused: agents(seen), notes: [{ key: 'all', why }] },
    };
  }
  const [fromLine, toLine] = [configurationLineOf(release), configurationLineOf(target)];
  if (fromLine === null || toLine === null) {
    return {
      found: `${who}: which keys ${fromLine === null ? release : target} takes is not known`,
      remedy: 'Use releases of a line that is known here, from and to.',
    };
  }
  try {
    const { value } = modeForRoll(release, seen.host?.configuration ?? {}, target);
    const merged = mergeCassandraYaml({ text: yaml.text, fromLine, toLine, storageMode: value });
    return { who, merged: { ...merged, refused: [...merged.refused, ...agents(seen)] } };
  } catch (error) {
    if (!(error instanceof RingliftError)) throw error;
    return { found: `${who}: ${error.message}`, remedy: `On ${who}: ${error.parts.next}` };
  }
}

/** Of the options and the script; what else is in them is judged when the target's own are there to be merged with. */
function agents({ host }: NodeObservation): AgentRefusal[] {
  const folders = host?.releaseInUse == null ? [] : [host.releaseInUse];
  return Object.entries(host?.configuration ?? {})
    .filter(([name]) => /^jvm(?!.*clients).*\.options$|^cassandra-env\.sh$/.test(name))
    .flatMap(([name, text]) => {
      const active = text.split('\n').filter((line) => !/^\s*#/.test(line));
      return agentsInRelease(active, name, folders);
    });
}

function sayChanges({ changes }: MergedYaml): string[] {
  return changes.map(({ key, action, to, why }) => {
    const become = to === undefined ? action : `${action} to ${to}`;
    return `${key} ${become}: ${why}`;
  });
}

function sayNotes({ notes }: MergedYaml): string[] {
  return notes.map(({ key, why }) => `${key}: ${why}`);
}

/** A key that is refused on many nodes is one line. */
function refusals(merged: readonly Merged[]): Objection[] {
  const byFact = new Map<string, { remedy: string; nodes: string[] }>();
  for (const { who, merged: each } of merged) {
    for (const { key, why, remedy } of each.refused) {
      const fact = byFact.get(`${key}: ${why}`) ?? { remedy, nodes: [] };
      fact.nodes.push(who);
      byFact.set(`${key}: ${why}`, fact);
    }
  }
  return [...byFact].map(([fact, { remedy, nodes }]) => ({
    found: `${sayList(nodes)}: ${fact}`,
    remedy: `On ${sayList(nodes)}: ${remedy}`,
  }));
}
