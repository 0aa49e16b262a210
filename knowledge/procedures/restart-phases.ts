import { type LaterMode, laterModes, sayModeCost } from '../cassandra/mode-cost.ts';
import { legacyPortIsOwed } from '../cassandra/legacy-ssl-port.ts';
import { isBefore, lineOf } from '../cassandra/release-line.ts';
import { sameRelease } from '../cassandra/release-name.ts';
import { hasReached } from '../cassandra/mode-order.ts';
import type { StorageMode } from '../cassandra/releases.ts';
import { selectedFormat } from '../cassandra/storage-mode.ts';
import { readYamlText } from '../cassandra/yaml-text.ts';
import { RingliftError } from '../errors.ts';
import type { Inventory } from '../inventory.ts';
import type { Door, Phase, PlannedNode, Step } from '../plan.ts';
import type { SettingChange } from '../setting-change.ts';
import type { Spec } from '../spec/spec.ts';
import { orderNodes } from './order-nodes.ts';

export interface RestartPhases {
  readonly phases: readonly Phase[];
  /** What a person should know of them; one sentence each. */
  readonly remarks: readonly string[];
}

/**
 * Rolling restarts after all else, one setting at a time: the legacy TLS port closed once no node of 3.x is left, and the
 * storage modes that the file names. Nodes that run with a setting already drop out.
 * @param nodes those that are to be restarted: all but the ones that stay down
 * @param rolledIn the mode that nodes run in after the roll; null: the target knows none
 */
export function restartPhases(
  spec: Spec,
  inventory: Inventory,
  nodes: readonly PlannedNode[],
  rolledIn: StorageMode | null,
): RestartPhases {
  const ordered = orderNodes(nodes, spec.strategy);
  const port = legacyPort(spec, inventory, ordered);
  const modes = storageModesOf(spec, inventory, ordered, rolledIn);
  return { phases: [...port.phases, ...modes.phases], remarks: [...port.remarks, ...modes.remarks] };
}

const nothing: RestartPhases = { phases: [], remarks: [] };

function legacyPort(spec: Spec, inventory: Inventory, nodes: readonly PlannedNode[]): RestartPhases {
  const owing = nodes.filter((node) => owesPort(spec, inventory, node));
  if (owing.length === 0) return nothing;
  return {
    phases: [{ name: 'legacyPort', steps: restarts(owing, { setting: 'legacyPort' }) }],
    remarks: [
      'Nodes encrypt what they say to each other: enable_legacy_ssl_storage_port is on until none runs 3.x, then off again by a rolling restart. A node that goes back to 3.x after that is reached only by nodes that have it on again.',
    ],
  };
}

/** A file that can't be read is told by the preflight. */
function owesPort({ target }: Spec, inventory: Inventory, { node, release }: PlannedNode): boolean {
  const yaml = inventory.nodes.find((seen) => seen.node === node)?.host?.configuration['cassandra.yaml'];
  const [from, to] = [lineOf(release), lineOf(target)];
  if (yaml === undefined || from === null || to === null || isBefore(to, '4.0')) return false;
  return unlessUnreadable(() => legacyPortIsOwed(yaml, from, to)) ?? false;
}

function storageModesOf(
  spec: Spec,
  inventory: Inventory,
  nodes: readonly PlannedNode[],
  rolledIn: StorageMode | null,
): RestartPhases {
  const wanted = spec.storage?.mode;
  if (wanted === undefined || rolledIn === null) return nothing;
  const modes = new Map(nodes.map((each) => [each.node, modeOf(spec, inventory, each, rolledIn)]));
  const back = wanted === 'UPGRADING' ? nodes.filter(({ node }) => modes.get(node) === 'NONE') : [];
  if (back.length > 0) return backFromNone(back);
  const stops = laterModes.slice(0, laterModes.indexOf(wanted) + 1).flatMap((mode) => {
    const late = nodes.filter(({ node }) => !hasReached(modes.get(node) ?? null, mode));
    return late.length > 0 ? [{ mode, late }] : [];
  });
  const format = selectedFormat(formatOf(inventory, nodes));
  return {
    phases: stops.map(({ mode, late }) => modePhase(spec, mode, late, late.length === nodes.length)),
    remarks: stops.map(({ mode }) => sayModeCost(spec.target, rolledIn, mode, format)),
  };
}

/** What a restart in the mode of before costs nothing for: no door, no soak. */
function backFromNone(nodes: readonly PlannedNode[]): RestartPhases {
  return {
    phases: [
      {
        name: 'storageUpgrading',
        steps: restarts(nodes, { setting: 'storageMode', to: 'UPGRADING' }),
      },
    ],
    remarks: [
      `${nodes.length} nodes run in storage mode NONE and go back to UPGRADING, which reads and writes the same formats: it costs a rolling restart and nothing else.`,
    ],
  };
}

/** @param isWhole no node has reached it: what was begun by an earlier run was watched by that */
function modePhase(spec: Spec, mode: LaterMode, late: readonly PlannedNode[], isWhole: boolean): Phase {
  const door: Door = mode === 'UPGRADING' ? 'storageUpgrading' : 'storageNone';
  const first = late[0]?.node;
  const soak: Step[] =
    isWhole && first !== undefined
      ? [
          {
            kind: 'soak',
            node: first,
            duration: spec.storage?.soak ?? '24h',
            ...(mode === 'NONE' && { change: { setting: 'storageMode', to: 'UPGRADING' } as const }),
          },
        ]
      : [];
  return {
    name: door,
    steps: [
      ...soak,
      { kind: 'awaitApproval', door },
      ...restarts(late, { setting: 'storageMode', to: mode }),
    ],
  };
}

function restarts(nodes: readonly PlannedNode[], change: SettingChange): Step[] {
  return nodes.map(({ node }) => ({ kind: 'restartNode', node, change }));
}

/** What a node runs in when its restart comes; null: not known, so that its own turn finds out. */
function modeOf(
  { target }: Spec,
  { storageModes: told = {} }: Inventory,
  { node, release }: PlannedNode,
  rolledIn: StorageMode,
): StorageMode | null {
  return sameRelease(release, target) ? (told[node] ?? null) : rolledIn;
}

function formatOf({ nodes }: Inventory, planned: readonly PlannedNode[]): string | null {
  const first = nodes.find(({ node }) => node === planned[0]?.node);
  const yaml = first?.host?.configuration['cassandra.yaml'];
  if (yaml === undefined) return null;
  return unlessUnreadable(() => readYamlText(yaml).valueOf('sstable', 'selected_format'));
}

function unlessUnreadable<Found>(read: () => Found): Found | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RingliftError) return null;
    throw error;
  }
}
