import { RingliftError } from '../../knowledge/errors.ts';
import { type CmsInitializeAnswer, classifyCmsInitialize } from '../../knowledge/nodetool/cms-initialize.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import { ledgerBehindTheDoor } from '../../knowledge/reversibility/behind-the-door.ts';
import { smallLedger } from '../../knowledge/reversibility/small-ledger.ts';
import { allOpen } from '../../knowledge/verdict.ts';
import type { InitializeCmsTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { collectDoorEvidence } from '../observe/collect-door-evidence.ts';
import { hostOf } from '../observe/host-of.ts';
import { GateShutError } from '../observe/keep-looking.ts';
import { awaitCmsAgreed } from './await-cms-agreed.ts';
import { describeCms, isInitialized, runCms } from './cms.ts';

const limitMillis = 15 * 60_000;

/**
 * The one-way door: `nodetool cms initialize`, once, with the approved evidence only. It looks first, so that a lost
 * reply of an earlier attempt never makes it run twice.
 * @throws RingliftError EvidenceChanged; CmsRefused with what the node said
 */
export async function initializeCms(context: ActivityContext, task: InitializeCmsTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name } = host.settings;
  if (isInitialized(await describeCms(context, host))) {
    const verdicts = await awaitCmsAgreed(context, task, null);
    const says = `the CMS is initialized: ${name} says so`;
    return { outcome: 'alreadyDone', says, verdicts, ledger: ledgerOf(task) };
  }
  const { digest, verdicts: now } = await collectDoorEvidence(context, { ...task, door: 'cms' });
  if (digest !== task.evidence) {
    throw new RingliftError('EvidenceChanged', {
      where: task.plan.cluster,
      what: 'the evidence has changed since it was approved',
      expected: task.evidence ?? 'a new approval: an attempt that failed has used the one before',
      found: digest,
      next: 'Look at what stands now and approve that.',
    });
  }
  // The same facts, and yet something runs just now that must not: a repair, a stream.
  if (!allOpen(now)) throw new GateShutError(task.plan.cluster, 'a gate has shut since the approval', now);
  context.say(`cms initialize from ${name}, approved by ${task.approvedBy.join(', ')}`);
  const words = ['initialize', ...task.ignore.flatMap((node) => ['--ignore', node])];
  const answer = await runCms(context, task, host, words, limitMillis);
  const evidence = await context.evidence.put(JSON.stringify(answer, null, 1));
  const said = classifyCmsInitialize(answer);
  // Whatever it said, only what describe shows is believed.
  if (!isInitialized(await describeCms(context, host))) throw refusal(name, said);
  const verdicts = await awaitCmsAgreed(context, task, null);
  return {
    outcome: 'done',
    says: `the CMS is initialized from ${name}; every node agrees`,
    verdicts,
    evidence,
    ledger: ledgerOf(task),
  };
}

function ledgerOf({ plan }: InitializeCmsTask) {
  return smallLedger(ledgerBehindTheDoor(new Date().toISOString(), plan));
}

function refusal(where: string, said: CmsInitializeAnswer): RingliftError {
  const parts = { where, what: 'cms initialize was refused', expected: 'an initialized CMS' };
  switch (said.answer) {
    case 'notAllUpgraded':
      return new RingliftError('CmsRefused', {
        ...parts,
        found: `${said.node} runs ${said.release ?? 'an unknown release'}`,
        next: 'Bring that node to the target, or have it ignored if it is down for ever, then retry.',
      });
    case 'mismatch':
      return new RingliftError('CmsRefused', {
        ...parts,
        found: `${said.nodes.join(', ')} hold other cluster metadata`,
        next: 'Never force it: look at the logs of those nodes for the difference, mend it, then retry.',
      });
    case 'alreadyInitiated':
      return new RingliftError('CmsRefused', {
        ...parts,
        found: `an initiation by ${said.by ?? 'an unknown node'} is under way`,
        next: `If it was broken off: nodetool cms abortinitialization --initiator ${said.by ?? 'ADDRESS'} there, then retry.`,
      });
    case 'noResponse':
      return new RingliftError('CmsRefused', {
        ...parts,
        found: `no response from ${said.nodes.join(', ')}`,
        next: 'Bring those nodes up, then retry: it was broken off by itself and nothing is initialized.',
      });
    case 'refused':
    case 'initialized':
    case 'alreadyInitialized':
      return new RingliftError('CmsRefused', {
        ...parts,
        found: said.answer === 'refused' ? said.text : `${said.answer}, but cms describe does not show it`,
        next: 'Look at the log of the node and at cms describe on every node, then retry.',
      });
  }
}
