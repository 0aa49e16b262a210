import type { NodeProgress, NodeState } from '../../knowledge/messages.ts';
import { sayMillis } from '../../knowledge/spec/duration.ts';
import { labelled, labelWidth, padTo, wrapParts } from './layout.ts';
import type { Paint } from './paint.ts';
import stringWidth from 'string-width';

// More nodes than this fill a screen: racks are counted instead, and only nodes that want attention are named.
const mostNodesShown = 60;
const mostNamed = 12;
const mostRacksCounted = 24;

export const nodeMarks: Record<NodeState, string> = {
  waiting: '·',
  running: '▶',
  done: '✓',
  skipped: '↷',
  failed: '✗',
  down: '▽',
  back: '↶',
};

/** The nodes by data center and rack: each with its state, release and time, or counts where they are many. */
export function nodeGrid(nodes: readonly NodeProgress[], width: number, paint: Paint): readonly string[] {
  const centers = groupBy(nodes, (node) => node.dataCenter);
  return nodes.length > mostNodesShown
    ? countedGrid(centers, nodes, width, paint)
    : namedGrid(centers, width, paint);
}

function namedGrid(centers: Groups, width: number, paint: Paint): readonly string[] {
  const cells = new Map([...centers.values()].flat().map((node) => [node, nodeCell(node, paint)]));
  const cellWidth = Math.max(0, ...[...cells.values()].map((cell) => stringWidth(cell)));
  const centerWidth = widest(centers);
  const rackWidth = Math.max(
    0,
    ...[...centers.values()].map((inside) => widest(groupBy(inside, (node) => node.rack))),
  );
  const rackPerNode = [...centers.values()].every(
    (inside) => groupBy(inside, (node) => node.rack).size === inside.length,
  );
  return [...centers].flatMap(([center, inside]) => {
    const label = padTo(center, centerWidth + 2);
    const racks = [...groupBy(inside, (node) => node.rack)];
    const room = (used: number) => Math.max(cellWidth, width - used);
    if (rackPerNode) {
      const parts = inside.map((node) =>
        padTo(
          `${paint.quiet(padTo(node.rack, rackWidth))} ${cells.get(node) ?? ''}`,
          cellWidth + rackWidth + 1,
        ),
      );
      return labelled(label, wrapParts(parts, room(centerWidth + 2)), centerWidth + 2);
    }
    return racks.flatMap(([rack, members], index) => {
      const parts = members.map((node) => padTo(cells.get(node) ?? '', cellWidth));
      const indent = centerWidth + rackWidth + 4;
      const racked = `${index === 0 ? label : ' '.repeat(centerWidth + 2)}${paint.quiet(padTo(rack, rackWidth + 2))}`;
      return labelled(racked, wrapParts(parts, room(indent)), indent);
    });
  });
}

function nodeCell({ name, state, release, tookMillis }: NodeProgress, paint: Paint): string {
  const took = tookMillis === undefined ? '' : ` ${paint.quiet(sayMillis(tookMillis))}`;
  const cell = `${name} ${nodeMarks[state]} ${release}`;
  return `${paintState(state, paint)(cell)}${took}`;
}

function countedGrid(
  centers: Groups,
  nodes: readonly NodeProgress[],
  width: number,
  paint: Paint,
): readonly string[] {
  const byRack = [...centers].flatMap(([center, inside]) =>
    [...groupBy(inside, (node) => node.rack)].map(
      ([rack, members]) => [`${center} ${rack}`, members] as const,
    ),
  );
  const rows = byRack.length <= mostRacksCounted ? byRack : [...centers];
  const labels = Math.max(...rows.map(([label]) => stringWidth(label))) + 2;
  const digits = String(Math.max(...rows.map(([, members]) => members.length))).length;
  return [
    ...rows.map(([label, members]) => countRow(padTo(label, labels), members, digits, width, paint)),
    ...namedList('running', nodes, width, paint),
    ...namedList('failed', nodes, width, paint),
    ...namedList('skipped', nodes, width, paint),
  ];
}

function countRow(
  label: string,
  members: readonly NodeProgress[],
  digits: number,
  width: number,
  paint: Paint,
): string {
  const count = (state: NodeState) => members.filter((node) => node.state === state).length;
  const barWidth = Math.max(0, Math.min(30, width - stringWidth(label) - 2 * digits - 36));
  // Rounded down, so that a bar is full only when every node is done.
  const full = Math.floor((count('done') / members.length) * barWidth);
  const bar = `${paint.good('█'.repeat(full))}${paint.quiet('░'.repeat(barWidth - full))}  `;
  const others = (['running', 'failed', 'skipped', 'back'] as const)
    .filter((state) => count(state) > 0)
    .map((state) => paintState(state, paint)(`${nodeMarks[state]} ${count(state)} ${state}`));
  const done = `${String(count('done')).padStart(digits)} of ${String(members.length).padStart(digits)}`;
  return `${label}${barWidth > 0 ? bar : ''}${done}  ${others.join('  ')}`.trimEnd();
}

function namedList(
  state: 'running' | 'failed' | 'skipped',
  nodes: readonly NodeProgress[],
  width: number,
  paint: Paint,
): readonly string[] {
  const found = nodes.filter((node) => node.state === state);
  if (found.length === 0) return [];
  const parts = found
    .slice(0, mostNamed)
    .map(({ name, dataCenter, rack, release }) => `${name} (${dataCenter} ${rack}, ${release})`);
  const more = found.length > mostNamed ? [`and ${found.length - mostNamed} more`] : [];
  const lines = wrapParts([...parts, ...more], width - labelWidth);
  return labelled(`${nodeMarks[state]} ${state}`, lines.map(paintState(state, paint)));
}

function paintState(state: NodeState, paint: Paint): (text: string) => string {
  const paints = {
    waiting: paint.quiet,
    running: paint.busy,
    done: paint.good,
    skipped: paint.warn,
    failed: paint.bad,
    down: paint.warn,
    back: paint.good,
  } as const;
  return paints[state];
}

type Groups = ReadonlyMap<string, readonly NodeProgress[]>;

/** Sorted as people count: r2 before r10. Nodes stay in the order of the plan. */
function groupBy(nodes: readonly NodeProgress[], keyOf: (node: NodeProgress) => string): Groups {
  const groups = new Map<string, NodeProgress[]>();
  for (const node of nodes) groups.set(keyOf(node), [...(groups.get(keyOf(node)) ?? []), node]);
  return new Map([...groups].sort(([left], [right]) => left.localeCompare(right, 'en', { numeric: true })));
}

function widest(groups: Groups): number {
  return Math.max(0, ...[...groups.keys()].map((key) => stringWidth(key)));
}
