import { sayHop } from '../../knowledge/say-hop.ts';
import type { UpgradeResult } from '../../knowledge/messages.ts';
import { sayMillis } from '../../knowledge/spec/duration.ts';
import type { EndedUpgrade } from '../read-upgrade.ts';
import { labelled, labelWidth, wrapParts, wrapWords } from './layout.ts';
import { nodeGrid } from './node-grid.ts';
import { makePaint } from './paint.ts';
import { makeClock } from './say-time.ts';
import { ringliftCommand } from './tool-commands.ts';
import type { ViewOptions } from './view-options.ts';

/** How an upgrade ended. */
export function renderEnd(ended: EndedUpgrade, options: ViewOptions): string {
  const paint = makePaint(options.color);
  const clock = makeClock(options.now, options.timeZone);
  const { cluster, state, says, result, startedAt, endedAt } = ended;
  const room = options.width - labelWidth;
  const marks = {
    done: paint.good('✓ done'),
    aborted: paint.bad('■ aborted'),
    rolledBack: paint.warn('↶ rolled back'),
    failed: paint.bad('✗ failed'),
  };
  const nodes = result?.nodes ?? [];
  const goesBack = state === 'rolledBack';
  const done = nodes.filter((node) => node.state === (goesBack ? 'back' : 'done')).length;
  const took = sayMillis(Date.parse(endedAt) - Date.parse(startedAt));
  const approvals = (result?.approvals ?? []).map(
    ({ by, at, comment }) => `${by} ${clock.minute(at)}${comment ? ` "${comment}"` : ''}`,
  );
  const grid = nodeGrid(nodes, options.width, paint);
  const lines = [
    ...wrapParts(
      [
        marks[state],
        `${paint.strong(cluster)}${result ? `  ${goesBack ? 'back on' : 'to'} ${result.to}${sayPlace(result)}` : ''}`,
        ...(nodes.length > 0 ? [`${done} of ${nodes.length} nodes${goesBack ? ' back' : ''}`] : []),
        `took ${took}`,
        `ended ${clock.minute(endedAt)}`,
      ],
      options.width,
    ),
    ...labelled('', wrapWords(says, room)),
    ...(grid.length > 0 ? ['', ...grid, ''] : []),
    ...labelled(
      'approved',
      approvals.flatMap((approval) => wrapWords(approval, room)),
    ),
    ...labelled('report', [ringliftCommand(`report ${cluster} --out ${cluster}.md`, options)]),
  ];
  return `${lines.join('\n')}\n`;
}

function sayPlace({ hop }: UpgradeResult): string {
  return hop ? ` (${sayHop({ number: hop.number, of: hop.of })})` : '';
}
