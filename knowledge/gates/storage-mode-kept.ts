import { modeOnTheWay } from '../cassandra/mode-order.ts';
import { modeForRoll } from '../cassandra/storage-mode.ts';
import type { StorageMode } from '../cassandra/releases.ts';
import { RingliftError } from '../errors.ts';
import type { NodeObservation } from '../observation.ts';
import type { Release } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import { sayList, sayNode } from './say.ts';
import { yamlOf } from './yaml-of.ts';

interface Decided {
  readonly who: string;
  readonly release: Release;
  /** What will be written into the target's cassandra.yaml; null: the target has no modes. */
  readonly value: StorageMode | null;
  readonly remarks: readonly string[];
}

/**
 * One storage_compatibility_mode is decided for all nodes, and said: which value will be written explicitly, and what
 * going back then costs. Without the key 6.0 takes NONE, and its first start closes the way back.
 *
 * @source measured on 5.0.9 and 6.0-alpha2; seed 004, "Do NOT change storage_compatibility_mode"
 */
export function storageModeKept({ spec, inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, ['host', 'version']);
  const judged = nodes
    .filter(({ host, version }) => host !== null && version !== null)
    .map((seen) => decide(seen, spec.target));
  const decided = judged.filter((each) => 'value' in each);
  const isOnTheWay = modeOnTheWay(spec.target, spec.storage?.mode, decided) !== null;
  return judge('storageModeKept', {
    seen: decided.length === 0 ? [] : sayDecision(decided, spec.target),
    against: [
      ...unknown,
      ...judged.filter((each) => 'found' in each),
      ...(isOnTheWay ? [] : differing(decided)),
    ],
    standsFor: ['S4-7', 'S1-9'],
  });
}

function decide(seen: NodeObservation, target: Release): Decided | Objection {
  const who = sayNode(seen);
  const { objection } = yamlOf(seen);
  if (objection) return objection;
  try {
    const release = seen.version?.release ?? '';
    return { who, release, ...modeForRoll(release, seen.host?.configuration ?? {}, target) };
  } catch (error) {
    if (!(error instanceof RingliftError)) throw error;
    return { found: `${who}: ${error.message}`, remedy: `On ${who}: ${error.parts.next}` };
  }
}

function sayDecision(decided: readonly Decided[], target: Release): string[] {
  const values = [...new Set(decided.map(({ value }) => value))];
  return [
    ...values.map((value) =>
      value === null
        ? `${target} has no storage_compatibility_mode: none is written`
        : `storage_compatibility_mode: ${value} will be written`,
    ),
    ...new Set(decided.flatMap(({ remarks }) => remarks)),
  ];
}

function differing(decided: readonly Decided[]): Objection[] {
  const sides = new Map<string, string[]>();
  for (const { value, who } of decided) sides.set(String(value), [...(sides.get(String(value)) ?? []), who]);
  if (sides.size < 2) return [];
  const said = [...sides].map(([value, nodes]) => `${value} on ${sayList(nodes)}`);
  return [
    {
      found: `the nodes do not run in one storage compatibility mode; it would become ${said.join(', ')}`,
      remedy:
        'Bring all nodes to one storage_compatibility_mode by a rolling restart (CASSANDRA_4, then UPGRADING, then NONE; never back), then plan again.',
    },
  ];
}
