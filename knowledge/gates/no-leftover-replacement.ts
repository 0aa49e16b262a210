import type { NodeObservation } from '../observation.ts';
import type { Verdict } from '../verdict.ts';
import { lookedAtStanding } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { count, sayNode } from './say.ts';

const jvmFile = /(^|\/)(cassandra-env\.sh|jvm[^/]*\.options)$/;
const replacement = /-Dcassandra\.replace_(address(_first_boot)?|node|token)=\S*/;

/**
 * No JVM option asks for a replacement any more: left over from a replacement long done, it is heeded at the next
 * restart, when the cluster's metadata is no longer gossip's.
 *
 * @source CASSANDRA-21634
 */
export function noLeftoverReplacement(input: DoorInput): Verdict {
  const { nodes, unknown } = lookedAtStanding(input, ['host']);
  return judge('noLeftoverReplacement', {
    seen:
      nodes.length === 0
        ? []
        : [`JVM options of ${count(nodes.length, 'node')} searched for replace_address`],
    against: [...unknown, ...nodes.flatMap(objectionsTo)],
    standsFor: ['S4-7', 'S4-9'],
  });
}

/** `FILE: ARGUMENT`, one for each line that is no comment; null: no file with JVM options was read. */
export function replacementsOf({ host }: NodeObservation): string[] | null {
  const files = Object.entries(host?.configuration ?? {}).filter(([name]) => jvmFile.test(name));
  if (files.length === 0) return null;
  return files.flatMap(([name, text]) =>
    text
      .split('\n')
      .filter((line) => !line.trimStart().startsWith('#'))
      .flatMap((line) => replacement.exec(line)?.[0] ?? [])
      .map((argument) => `${name}: ${argument}`),
  );
}

function objectionsTo(seen: NodeObservation): Objection[] {
  if (!seen.host) return [];
  const who = sayNode(seen);
  const found = replacementsOf(seen);
  if (found === null) {
    return [
      {
        found: `${who}: neither cassandra-env.sh nor jvm*.options was read`,
        remedy: `Make the JVM options readable in the folder that install.conf names for ${who}.`,
      },
    ];
  }
  return found.map((argument) => ({
    found: `${who}: a replacement is still asked for in ${argument}`,
    remedy: `Delete the argument from ${argument.split(':')[0] ?? 'the JVM options'} on ${who}; it needs no restart now.`,
  }));
}
