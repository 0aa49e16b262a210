import { condition, patched } from '@temporalio/workflow';
import type { DoorEvidence, DoorTask } from '../activities/activities.ts';
import { factDifference } from '../knowledge/fact-difference.ts';
import type { Approval, Command, CommandAnswer, GivenApproval } from '../knowledge/messages.ts';
import { personIn } from '../knowledge/person-name.ts';
import { millis } from '../knowledge/spec/duration.ts';
import type { Spec } from '../knowledge/spec/spec.ts';
import { allOpen, shutGates } from '../knowledge/verdict.ts';
import { listenForAbort } from './abort-initialization.ts';
import { approvalRefusal, personRefusal, signatureRefusal } from './approval-refusal.ts';
import { call } from './call.ts';
import { watching } from './door-watch.ts';
import { type Answers, listen, refused } from './listen.ts';
import { type Standing, sayShut, waitingOf } from './standing.ts';
import type { UpgradeRecord } from './upgrade-record.ts';
import { verifySignature } from './verify-signature.ts';

/** How a stand before a door ended. */
export type Passage =
  | { readonly passed: true; readonly evidence: string; readonly approvals: readonly GivenApproval[] }
  | {
      readonly passed: false;
      readonly why: 'rejected' | 'shut' | 'aborted';
      readonly says: string;
      readonly evidence: DoorEvidence;
    };

type Through = GivenApproval['through'];

/** How much of a difference an answer and an event tell; the status has all of it. */
const mostTold = 10;

/**
 * Keeps a door shut until enough of the named people approved the very evidence that they saw. It is looked at again
 * every minute and at every approval: when it changed, all approvals given so far are void, the difference is told,
 * and the door stands with what is there now. While a gate is shut nothing can be approved; it opens by itself.
 */
export class DoorKeeper {
  readonly #record: UpgradeRecord;
  readonly #given: GivenApproval[] = [];
  #rules: Spec['approvals'] = { who: [], required: 1, expiry: '24h' };
  #standing: Standing | null = null;
  #stands = 0;
  #approvals: GivenApproval[] = [];
  #rejected: string | null = null;
  #shut = false;

  constructor(record: UpgradeRecord, answers?: Answers) {
    this.#record = record;
    listen<Approval>(
      'approve',
      {
        description:
          'Open the door: {"by":"...","evidence":"sha256:...","comment":"..."}; the hash is in the details.',
        refusal: (approval) => this.#refusal(approval),
        handle: (approval, through) => this.#approve(approval, through),
        tellRefusal: (approval, reason) =>
          record.tell(`refused approve by ${approval?.by ?? 'nobody'}: ${reason}`),
      },
      answers,
    );
    listen<Command>(
      'reject',
      {
        description: 'Do not open the door; needs a reason. The upgrade stands still until retry or abort.',
        refusal: ({ by, reason }) =>
          personRefusal(this.#rules, this.#standing, by) ??
          (reason?.trim() ? null : 'a door is rejected only with a reason'),
        handle: ({ by, reason }) => this.#reject(by, reason ?? ''),
        tellRefusal: (command, reason) =>
          record.tell(`refused reject by ${command?.by ?? 'nobody'}: ${reason}`),
      },
      answers,
    );
    listenForAbort(
      record,
      () => this.#standing,
      (by) => personRefusal(this.#rules, this.#standing, by),
      answers,
    );
  }

  /** Every approval that was given, also those that became void. */
  get given(): readonly GivenApproval[] {
    return this.#given;
  }

  obey(rules: Spec['approvals']): void {
    this.#rules = rules;
  }

  /** @param aborted asked again whenever something happened */
  async stand(task: DoorTask, aborted: () => boolean): Promise<Passage> {
    const evidence = await this.#collect(task);
    if (evidence.isBehind) return this.#behind(task, evidence);
    // Before it was watched, a shut gate ended the stand.
    const isWatched = patched('door-watched');
    if (!isWatched && !allOpen(evidence.verdicts))
      return { passed: false, why: 'shut', says: 'gates are shut', evidence };
    const standing: Standing = { task, isWatched, evidence, number: (this.#stands += 1), changed: null };
    this.#standing = standing;
    this.#approvals = [];
    this.#rejected = null;
    this.#shut = false;
    this.#publish();
    const { required, who } = this.#rules;
    this.#record.tell(`waits for ${required} of ${who.join(', ')} to approve ${evidence.digest}`);
    if (!allOpen(evidence.verdicts)) this.#record.tell(sayShut(evidence.verdicts));
    const watch = isWatched ? watching(standing, (look) => this.#see(standing, look, look.blind)) : null;
    await this.#untilDecided(isWatched, aborted);
    watch?.stop();
    this.#standing = null;
    this.#record.set({ state: 'running', waiting: null });
    return this.#outcome(standing, aborted());
  }

  /** Whoever did it: there is nothing left to ask, and what follows must not wait. */
  #behind({ door }: DoorTask, { digest }: DoorEvidence): Passage {
    this.#record.tell(
      `what the door "${door}" guards is done already, and every node agrees: nobody is asked`,
    );
    return { passed: true, evidence: digest, approvals: [] };
  }

  #outcome({ task, evidence }: Standing, isAborted: boolean): Passage {
    const not = (why: 'rejected' | 'shut' | 'aborted', says: string): Passage => ({
      passed: false,
      why,
      says,
      evidence,
    });
    if (this.#rejected !== null) return not('rejected', this.#rejected);
    if (this.#shut) return not('shut', 'gates have shut meanwhile');
    if (isAborted) return not('aborted', 'aborted');
    if (evidence.isBehind) return this.#behind(task, evidence);
    return { passed: true, evidence: evidence.digest, approvals: [...this.#approvals] };
  }

  #collect(task: DoorTask): Promise<DoorEvidence> {
    return call('collectDoorEvidence', task, `collect the evidence before the door "${task.door}"`);
  }

  async #untilDecided(isWatched: boolean, aborted: () => boolean): Promise<void> {
    const decided = () =>
      this.#approvals.length >= this.#rules.required ||
      this.#standing?.evidence.isBehind === true ||
      this.#rejected !== null ||
      this.#shut ||
      aborted();
    while (!decided()) {
      const oldest = this.#approvals[0];
      if (!oldest) {
        await condition(() => decided() || this.#approvals.length > 0);
        continue;
      }
      const left = Date.parse(oldest.at) + millis(this.#rules.expiry) - Date.now();
      const settled = () => decided() || (isWatched && this.#approvals[0] !== oldest);
      if (left > 0 && (await condition(settled, left))) continue;
      if (decided()) return;
      this.#approvals = this.#approvals.filter((approval) => approval !== oldest);
      // Its signature stands in history: what it signed must never be approved by it again.
      if (this.#standing) this.#standing.number = this.#stands += 1;
      this.#record.tell(`the approval of ${oldest.by} has expired after ${this.#rules.expiry}`);
      this.#publish();
    }
  }

  #refusal(approval: Approval): string | null {
    return approvalRefusal(this.#rules, this.#standing, this.#approvals, approval);
  }

  async #approve(approval: Approval, through: Through): Promise<CommandAnswer> {
    const standing = this.#standing;
    if (!standing) throw refused('the upgrade stands before no door now');
    const { number } = standing;
    const by = personIn(this.#rules.who, approval.by) ?? approval.by;
    // First, so that nobody but those who may sign makes it look at every node.
    const signedWith = await verifySignature(this.#rules, standing, by, approval.signature ?? '');
    const fresh = await this.#collect(standing.task);
    if (this.#standing !== standing) throw refused('the door was decided meanwhile');
    this.#seeAtApproval(standing, fresh);
    // Another approval may have been taken, or a change been seen, while the evidence was collected.
    const reason =
      this.#refusal(approval) ?? signatureRefusal(this.#approvals, standing.number === number, signedWith);
    if (reason !== null) throw refused(reason);
    const { comment = '' } = approval;
    const plain = { by, at: this.#record.now(), evidence: fresh.digest, comment, through };
    const given = { ...plain, ...(signedWith && { signedWith }) };
    this.#approvals.push(given);
    this.#given.push(given);
    const signed = signedWith ? `, signed with ${signedWith}` : '';
    this.#record.tell(`approved by ${by} (${through}${signed})${comment ? `: ${comment}` : ''}`);
    this.#publish();
    const missing = this.#rules.required - this.#approvals.length;
    return { says: missing > 0 ? `Taken. ${missing} more needed.` : 'The door opens: it goes on now.' };
  }

  /** Throws what the approver is told when it is not what stood there. */
  #seeAtApproval(standing: Standing, fresh: DoorEvidence): void {
    const isChanged = fresh.digest !== standing.evidence.digest;
    this.#see(standing, fresh);
    if (isChanged) {
      const told = standing.changed?.difference.slice(0, mostTold).join('; ');
      throw refused(
        `the evidence changed meanwhile (now ${fresh.digest}), nothing was approved: ${told ?? ''}`,
      );
    }
    if (!allOpen(fresh.verdicts))
      throw refused(`nothing can be approved while a gate is shut. ${sayShut(fresh.verdicts)}`);
  }

  /** Takes what was just seen before the door for what stands there. What a blind look shows are its verdicts alone. */
  #see(standing: Standing, fresh: DoorEvidence, isBlind = false): void {
    if (this.#standing !== standing) return;
    const { evidence, isWatched } = standing;
    const [shutBefore, shutNow] = [shutGates(evidence.verdicts), shutGates(fresh.verdicts)];
    standing.evidence = isBlind ? { ...evidence, verdicts: fresh.verdicts } : fresh;
    if (standing.evidence.digest !== evidence.digest) this.#void(standing, evidence);
    if (!isWatched && shutNow.length > 0) {
      this.#approvals = [];
      this.#shut = true;
      return;
    }
    if (shutNow.join() !== shutBefore.join())
      this.#record.tell(shutNow.length > 0 ? sayShut(fresh.verdicts) : 'all gates before the door are open');
    this.#publish();
  }

  #void(standing: Standing, before: DoorEvidence): void {
    const { facts, digest } = standing.evidence;
    const difference = factDifference(before.facts, facts);
    standing.changed = { at: this.#record.now(), difference };
    standing.number = this.#stands += 1;
    const lost = this.#approvals.map(({ by }) => by);
    this.#approvals = [];
    this.#record.tell(
      `the evidence changed to ${digest}: approvals given before are void${lost.length > 0 ? ` (${lost.join(', ')})` : ''}: ${difference.slice(0, mostTold).join('; ')}`,
    );
  }

  #reject(by: string, reason: string): CommandAnswer {
    this.#rejected = `rejected by ${by}: ${reason}`;
    this.#record.tell(this.#rejected);
    return { says: 'The door stays shut; the upgrade waits for retry or abort.' };
  }

  #publish(): void {
    if (!this.#standing) return;
    const { verdicts, ledger } = this.#standing.evidence;
    const waiting = waitingOf(this.#standing, this.#approvals, this.#rules, this.#record.now());
    this.#record.set({ state: 'waiting', verdicts, waiting, ...(ledger && { ledger }) });
  }
}
