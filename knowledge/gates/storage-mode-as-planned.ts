import type { NodeObservation } from '../observation.ts';
import type { Verdict } from '../verdict.ts';
import { lookedAtStanding } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { count, sayNode } from './say.ts';
import { yamlOf } from './yaml-of.ts';

/** Every node's cassandra.yaml sets the storage_compatibility_mode that the plan decided, explicitly. */
export function storageModeAsPlanned(input: DoorInput): Verdict {
  const planned = input.plan.storageMode;
  const { nodes, unknown } = lookedAtStanding(input, ['host']);
  return judge('storageModeAsPlanned', {
    seen:
      nodes.length === 0
        ? []
        : [`storage_compatibility_mode ${planned ?? 'absent'} planned for ${count(nodes.length, 'node')}`],
    against: [...unknown, ...nodes.flatMap((seen) => objectionsTo(seen, planned))],
    standsFor: ['S4-7', 'S4-9'],
  });
}

/** `absent`, a mode, or null when the file can not be judged. */
export function storageModeOnDisk(seen: NodeObservation): string | null {
  const { yaml } = yamlOf(seen);
  return yaml && (yaml.valueOf('storage_compatibility_mode') ?? 'absent');
}

function objectionsTo(seen: NodeObservation, planned: string | null): Objection[] {
  if (!seen.host) return [];
  const { objection } = yamlOf(seen);
  if (objection) return [objection];
  const found = storageModeOnDisk(seen);
  if (found === (planned ?? 'absent')) return [];
  return [
    {
      found: `${sayNode(seen)}: storage_compatibility_mode is ${found}, planned ${planned ?? 'absent'}`,
      remedy: `Find out who changed it on ${sayNode(seen)}; set \`storage_compatibility_mode: ${planned}\` in its cassandra.yaml and restart it, unless it wrote newer sstables already (\`nodetool gossipinfo\`, SSTABLE_VERSIONS).`,
    },
  ];
}
