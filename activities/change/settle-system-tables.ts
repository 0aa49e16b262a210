import { sameTokens } from '../../knowledge/cassandra/rejoin-configuration.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { hostOf } from '../observe/host-of.ts';
import { changeHost } from './change-host.ts';
import { identityIn, keptIdentity, readTables } from './keep-identity.ts';
import { outcomeOf } from './outcome.ts';

/**
 * A node that left DSE owns what it owned before; then what was only for its first start leaves its configuration.
 * @throws RingliftError PreconditionChanged when it is another node to its ring
 */
export async function settleSystemTables(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name, install } = host.settings;
  const before = await keptIdentity(context, task, host);
  const { local } = await readTables(context, host);
  const now = identityIn(name, local);
  const isSame =
    sameTokens(before.tokens, now.tokens) && before.dataCenter === now.dataCenter && before.rack === now.rack;
  if (!isSame) {
    throw new RingliftError('PreconditionChanged', {
      where: name,
      what: 'it serves as another node than it was',
      expected: `${before.tokens.length} tokens of before, in ${before.dataCenter} ${before.rack}`,
      found: `${now.tokens.length} tokens, ${sameTokens(before.tokens, now.tokens) ? 'the same' : 'not the same'}, in ${now.dataCenter} ${now.rack}`,
      changed: 'it owns ranges whose rows are not on its disks',
      next: `Take it out of service at once (nodetool disablebinary, then ringlift rollback --node ${name}): reads from it miss rows.`,
    });
  }
  const { result } = await changeHost(context, task, host, 'settle-rejoin', {
    step: 'settleSystemTables',
    args: [install.conf],
    timeoutMillis: 60_000,
    next: 'The node serves. Take the lines that Ringlift marked out of its cassandra.yaml and jvm.options, then retry.',
  });
  const said =
    before.hostId === now.hostId
      ? `host id ${now.hostId} as before`
      : `host id ${before.hostId} became ${now.hostId}: hints that others hold for the old one do not reach it, so repair`;
  return outcomeOf(result, `${name} owns its ${now.tokens.length} tokens as before; ${said}`);
}
