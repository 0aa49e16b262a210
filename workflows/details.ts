import { sayHop } from '../knowledge/say-hop.ts';
import type { Choice, UpgradeStatus, Waiting } from '../knowledge/messages.ts';
import { doorDetails } from './door-details.ts';

/** What a person sees at a glance on the workflow's page of Temporal's Web UI, as Markdown. */
export function detailsOf(status: UpgradeStatus): string {
  const goal = status.goesBack ? 'back' : 'done';
  const done = status.nodes.filter((node) => node.state === goal).length;
  const skipped = status.nodes.filter((node) => node.state === 'skipped').length;
  const { number, of, title } = status.phase;
  return [
    `**${status.cluster}** ${status.goesBack ? 'back to' : 'to'} **${status.to}**${status.hop ? ` (${sayHop(status.hop)})` : ''} · ${status.state}`,
    `phase ${number} of ${of}: **${title}**${status.step ? ` · ${status.step}` : ''}`,
    `nodes ${goal}: **${done} of ${status.nodes.length}**${skipped ? ` (${skipped} left out)` : ''}`,
    ...(status.window
      ? [`stands still ${status.window.says}; goes on at **${status.window.opensAt}**, or now by \`resume\``]
      : []),
    ...(status.ledger
      ? [`going back costs, as of ${status.ledger.at.slice(11, 19)}: **${cut(status.ledger.says)}**`]
      : []),
    ...(status.waiting ? waitingLines(status.cluster, status.waiting) : []),
    ...status.events.slice(-5).map((event) => `- ${event.at.slice(11, 19)} ${event.says}`),
  ].join('\n\n');
}

/** The Web UI asks for the rendered text by GET: what is long is cut, the whole is in `ringlift status`. */
const longestEvidence = 300;

function waitingLines(cluster: string, waiting: Waiting): string[] {
  if (waiting.for === 'person') {
    return [
      `### Waits for a person: ${waiting.step}`,
      cut(waiting.message, 3 * longestEvidence),
      ...waiting.verdicts.flatMap((verdict) =>
        verdict.open
          ? []
          : [`- ✗ ${verdict.gate}: ${cut(verdict.evidence.join('; '))}. ${cut(verdict.remedy)}`],
      ),
      ...(waiting.tried ? [`tried: ${cut(waiting.tried)}`] : []),
      code(`ringlift retry ${cluster}`),
      `or send the signal \`retry\` with \`{"by":"your-name"}\``,
      ...(waiting.choices ?? []).slice(1).map(choiceLine),
    ];
  }
  return doorDetails(cluster, waiting);
}

function choiceLine({ command, with: more, needsReason, leadsTo }: Choice): string {
  const payload = JSON.stringify({ by: 'your-name', ...(needsReason && { reason: 'why' }), ...more });
  return `- or \`${command}\` with \`${payload}\`: ${cut(leadsTo)}`;
}

function cut(text: string, length = longestEvidence): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

function code(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}
