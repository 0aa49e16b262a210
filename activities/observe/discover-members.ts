import { RingliftError } from '../../knowledge/errors.ts';
import { parseStatus } from '../../knowledge/nodetool/status.ts';
import type { RingMember } from '../../knowledge/observation.ts';
import { downNodesOf } from '../../knowledge/spec/down-nodes.ts';
import { settingsOf } from '../../knowledge/spec/node-settings.ts';
import type { Spec } from '../../knowledge/spec/spec.ts';
import type { ActivityContext } from '../activity-context.ts';
import { nodetool, questionMillis } from '../hosts/nodetool.ts';

/**
 * Every member of the ring, as the first node of the file that answers sees it. Other nodes may see other members: the
 * gates compare all their views, so that one observer is enough to know where to look.
 * @throws RingliftError NodeUnreachable naming what each node of the file said, when none answered
 */
export async function discoverMembers(context: ActivityContext, spec: Spec): Promise<readonly RingMember[]> {
  const refusals: string[] = [];
  const down = downNodesOf(spec);
  for (const entry of spec.nodes) {
    const settings = settingsOf(spec, entry.broadcastAddress ?? entry.address);
    // Asked, a machine that is gone would take the whole of its time limit to say nothing.
    if (down.includes(settings.node)) continue;
    context.say(`asking ${settings.name} for the members of the ring`);
    try {
      const host = await context.hosts.get(settings);
      const { nodes } = parseStatus(
        (await nodetool(host, 'status', questionMillis(settings), context.signal)).stdout,
      );
      if (nodes.some((member) => member.address === settings.node)) return nodes;
      refusals.push(notAmong(settings.node, nodes));
    } catch (error) {
      if (!(error instanceof RingliftError)) throw error;
      // A wrong key or a missing right concerns every node: it is told as it is, at once.
      if (['HostKeyRefused', 'AuthenticationRefused', 'PrivilegeMissing'].includes(error.name)) throw error;
      refusals.push(error.message);
    }
  }
  throw new RingliftError('NodeUnreachable', {
    where: spec.cluster,
    what: 'no node of the file told who the members are',
    found: refusals.join(' | ') || 'every node of the file is named in strategy.downNodes',
    next: 'Check that one of the nodes is up and that nodetool works on it, or name another node of the ring in the file, then retry.',
  });
}

function notAmong(node: string, members: readonly RingMember[]): string {
  const found = members.map(({ address }) => address).join(', ');
  return `${node} is not among the addresses of the ring (${found}): give nodes[].broadcastAddress`;
}
