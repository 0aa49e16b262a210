import { type ErrorParts, RingliftError } from '../../knowledge/errors.ts';
import { type CmsInitializeAnswer, classifyCmsInitialize } from '../../knowledge/nodetool/cms-initialize.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import { ledgerBehindTheDoor } from '../../knowledge/reversibility/behind-the-door.ts';
import { smallLedger } from '../../knowledge/reversibility/small-ledger.ts';
import type { NodeId } from '../../knowledge/topology.ts';
import { type Verdict, allOpen } from '../../knowledge/verdict.ts';
import type { InitializeCmsTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Section } from '../hosts/sections.ts';
import { collectDoorEvidence } from '../observe/collect-door-evidence.ts';
import { hostOf } from '../observe/host-of.ts';
import { GateShutError } from '../observe/keep-looking.ts';
import { type CmsLook, stillMillis, lookAtCms } from '../observe/look-at-cms.ts';
import { awaitCmsAgreed } from './await-cms-agreed.ts';
import { runCmsInitialize } from './cms.ts';

const limitMillis = 15 * 60_000;
const lookEveryMillis = 5_000;

/**
 * The one-way door: `nodetool cms initialize`, once, with the approved evidence only. `cms describe` on every node that
 * goes through it decides, before and after, whether it has come about: a lost reply is no answer, and never a reason
 * to run it again.
 * @throws RingliftError EvidenceChanged, GateShut or CmsRefused: it was seen not to be initialized; CmsUnsettled: it is, or
 *   that is not known
 */
export async function initializeCms(
  context: ActivityContext,
  task: InitializeCmsTask,
  collect: typeof collectDoorEvidence = collectDoorEvidence,
): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name } = host.settings;
  const leftBehind = leftBehindBy(task);
  const before = await settled(context, task, leftBehind);
  if (before.state === 'initialized') return foundBehind(context, task, before, leftBehind);
  if (before.state === 'unknown') throw notKnown(name, before, 'nothing was run');
  try {
    await expectApproved(context, task, collect);
  } catch (error) {
    // What has changed may be that an earlier attempt, whose worker died, has had its effect meanwhile.
    const meanwhile = await settled(context, task, leftBehind);
    if (meanwhile.state === 'initialized') return foundBehind(context, task, meanwhile, leftBehind);
    throw error;
  }
  context.say(`cms initialize from ${name}, approved by ${task.approvedBy.join(', ')}`);
  const answer = await runCmsInitialize(context, task, host, leftBehind, limitMillis);
  const evidence = await context.evidence.put(JSON.stringify(answer, null, 1));
  // Whatever it said, only what describe shows is believed.
  const after = await settled(context, task, leftBehind);
  if (after.state === 'unknown') throw notKnown(name, after, 'cms initialize was run');
  if (after.state !== 'initialized') throw refusal(name, answer, after);
  const verdicts = await agreed(context, task, after, leftBehind);
  const ignored = leftBehind.length > 0 ? `, ${leftBehind.join(' ')} ignored` : '';
  const says = `the CMS is initialized from ${name}${ignored}; every node agrees`;
  return { ...behind(task, answer === null ? 'alreadyDone' : 'done', says, verdicts), evidence };
}

async function foundBehind(
  context: ActivityContext,
  task: InitializeCmsTask,
  look: CmsLook,
  leftBehind: readonly NodeId[],
): Promise<StepOutcome> {
  const verdicts = await agreed(context, task, look, leftBehind);
  return behind(task, 'alreadyDone', 'the CMS is initialized: every node says so', verdicts);
}

function behind(
  { plan }: InitializeCmsTask,
  outcome: StepOutcome['outcome'],
  says: string,
  verdicts: readonly Verdict[],
): StepOutcome {
  return {
    outcome,
    says,
    verdicts,
    ledger: smallLedger(ledgerBehindTheDoor(new Date().toISOString(), plan)),
  };
}

/** Nodes that `cms initialize` is told to ignore: down by the file, or left out by people. */
function leftBehindBy({ ignore, skipped, plan }: InitializeCmsTask): NodeId[] {
  return [...new Set([...ignore, ...skipped, ...(plan.down ?? [])])].toSorted();
}

/** Looks until no election is under way: one that is goes on by itself, and ends one way or the other. */
async function settled(
  context: ActivityContext,
  task: InitializeCmsTask,
  leftBehind: readonly NodeId[],
): Promise<CmsLook> {
  const limit = stillMillis(task.spec);
  const pause = Math.min(lookEveryMillis, limit / 3);
  for (let looks = 1; ; looks += 1) {
    const look = await lookAtCms(context, task, leftBehind);
    const isPassing = look.state === 'migrating' || look.state === 'unknown';
    if (!isPassing || looks * pause > limit) return look;
    context.say(`look ${looks}: ${look.state} on ${look.nodes.join(', ')}`);
    await context.sleep(pause);
  }
}

/** One node that is initialized decides: the others are waited for, and nothing is run any more. */
async function agreed(
  context: ActivityContext,
  task: InitializeCmsTask,
  look: CmsLook,
  leftBehind: readonly NodeId[],
): Promise<readonly Verdict[]> {
  context.say(`initialized: ${look.nodes.join(', ')} says so`);
  try {
    return await awaitCmsAgreed(context, task, null, leftBehind);
  } catch (error) {
    if (!(error instanceof GateShutError)) throw error;
    throw new CmsUnsettledError({ ...error.parts, changed: 'the CMS is initialized' }, error.verdicts);
  }
}

/** Neither before the door nor behind it. */
class CmsUnsettledError extends RingliftError {
  readonly verdicts: readonly Verdict[];

  constructor(parts: ErrorParts, verdicts: readonly Verdict[]) {
    super('CmsUnsettled', parts);
    this.verdicts = verdicts;
  }
}

function notKnown(where: string, { nodes, observations }: CmsLook, changed: string): RingliftError {
  const problems = observations.flatMap((seen) =>
    seen.problems.map(({ problem }) => `${seen.name}: ${problem}`),
  );
  const parts = {
    where,
    what: `whether the CMS is initialized is not known: ${nodes.join(', ')} did not tell`,
    expected: 'an answer to `nodetool cms describe` from every node',
    found: problems.slice(0, 3).join('; ') || 'none',
    changed,
    next: 'Bring those nodes back or make nodetool work on them, then retry: it looks again first.',
  };
  return new CmsUnsettledError(parts, []);
}

async function expectApproved(
  context: ActivityContext,
  task: InitializeCmsTask,
  collect: typeof collectDoorEvidence,
): Promise<void> {
  const where = task.plan.cluster;
  if (task.evidence === null) {
    throw new RingliftError('EvidenceChanged', {
      where,
      what: 'cms initialize has not come about, and its approval was used by the attempt that failed',
      expected: 'a new approval',
      found: 'none',
      next: 'Look at what stands at the door now and approve that.',
    });
  }
  const { digest, verdicts } = await collect(context, { ...task, door: 'cms' });
  if (digest !== task.evidence) {
    throw new RingliftError('EvidenceChanged', {
      where,
      what: 'the evidence has changed since it was approved',
      expected: task.evidence,
      found: digest,
      next: 'Look at what stands now and approve that.',
    });
  }
  // The same facts, and yet something runs just now that must not: a repair, a stream.
  if (!allOpen(verdicts)) throw new GateShutError(where, 'a gate has shut since the approval', verdicts);
}

function refusal(where: string, answer: Section | null, after: CmsLook): RingliftError {
  const left =
    after.state === 'notBegun'
      ? 'No node has begun anything'
      : `cms describe: ${after.state} on ${after.nodes.join(', ')}`;
  const parts = { where, what: 'cms initialize has not come about', changed: left };
  if (answer === null) {
    return new RingliftError('CmsRefused', {
      ...parts,
      found: 'an initialization that was begun before on this node',
      next: 'Say retry: the door then shows what is left of it, and how it is aborted.',
    });
  }
  return new RingliftError('CmsRefused', { ...parts, ...understood(answer) });
}

function understood(answer: Section): ReturnType<typeof told> {
  try {
    return told(classifyCmsInitialize(answer));
  } catch (error) {
    if (!(error instanceof RingliftError)) throw error;
    const { found = 'nothing' } = error.parts;
    return { found, next: 'Look at the log of the node and at cms describe on every node, then retry.' };
  }
}

/** What each answer means for a person. After every one of them a retry leads back to the door. */
function told(said: CmsInitializeAnswer): { readonly found: string; readonly next: string } {
  switch (said.answer) {
    case 'notAllUpgraded':
      return {
        found: `${said.node} runs ${said.release ?? 'an unknown release'}`,
        next: 'Bring that node to the target, or have it ignored if it is down for ever, then retry.',
      };
    case 'mismatch':
      return {
        found: `${said.nodes.join(', ')} hold other cluster metadata`,
        next: 'Never force it: look at the logs of those nodes for the difference, mend it, then retry.',
      };
    case 'alreadyInitiated':
      return {
        found: `an initiation by ${said.by ?? 'an unknown node'} that was begun before`,
        next: 'Say retry: the door then shows what is left of it, and how it is aborted.',
      };
    case 'noResponse':
      return {
        found: `no response from ${said.nodes.join(', ')}`,
        next: 'Bring those nodes up, then retry: it was broken off by itself.',
      };
    case 'refused':
    case 'initialized':
    case 'alreadyInitialized':
      return {
        found: said.answer === 'refused' ? said.text : `${said.answer}, but cms describe does not show it`,
        next: 'Look at the log of the node and at cms describe on every node, then retry.',
      };
  }
}
