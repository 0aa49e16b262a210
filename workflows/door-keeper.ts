import { condition } from '@temporalio/workflow';
import type { DoorEvidence } from '../activities/activities.ts';
import type { Approval, Command, CommandAnswer, GivenApproval } from '../knowledge/messages.ts';
import type { Door } from '../knowledge/plan.ts';
import { millis } from '../knowledge/spec/duration.ts';
import { allOpen } from '../knowledge/verdict.ts';
import { listen, refused } from './listen.ts';
import type { UpgradeRecord } from './upgrade-record.ts';

export interface DoorRules {
  readonly who: readonly string[];
  readonly required: number;
  readonly expiry: string;
}

/** How a stand before a door ended. */
export type Passage =
  | { readonly passed: true; readonly evidence: string; readonly approvals: readonly GivenApproval[] }
  | {
      readonly passed: false;
      readonly why: 'rejected' | 'shut' | 'aborted';
      readonly says: string;
      readonly evidence: DoorEvidence;
    };

/**
 * Keeps a door shut until enough of the named people approved the very evidence that they saw. Evidence is collected
 * again at every approval: when it changed, all approvals given so far are void and the approver is told.
 */
export class DoorKeeper {
  readonly #record: UpgradeRecord;
  readonly #given: GivenApproval[] = [];
  #rules: DoorRules = { who: [], required: 1, expiry: '24h' };
  #standing: { door: Door; evidence: DoorEvidence; collect: () => Promise<DoorEvidence> } | null = null;
  #approvals: GivenApproval[] = [];
  #rejected: string | null = null;
  #shut = false;

  constructor(record: UpgradeRecord) {
    this.#record = record;
    listen<Approval>('approve', {
      description:
        'Open the door: {"by":"...","evidence":"sha256:...","comment":"..."}; the hash is in the details.',
      refusal: (approval) => this.#refusal(approval),
      handle: (approval, through) => this.#approve(approval, through),
      tellRefusal: (approval, reason) =>
        record.tell(`refused approve by ${approval?.by ?? 'nobody'}: ${reason}`),
    });
    listen<Command>('reject', {
      description: 'Do not open the door; needs a reason. The upgrade stands still until retry or abort.',
      refusal: ({ by, reason }) =>
        this.#personRefusal(by) ?? (reason?.trim() ? null : 'a door is rejected only with a reason'),
      handle: ({ by, reason }) => this.#reject(by, reason ?? ''),
      tellRefusal: (command, reason) =>
        record.tell(`refused reject by ${command?.by ?? 'nobody'}: ${reason}`),
    });
  }

  /** Every approval that was given, also those that became void. */
  get given(): readonly GivenApproval[] {
    return this.#given;
  }

  obey(rules: DoorRules): void {
    this.#rules = rules;
  }

  /** @param aborted asked again whenever something happened */
  async stand(door: Door, collect: () => Promise<DoorEvidence>, aborted: () => boolean): Promise<Passage> {
    const evidence = await collect();
    if (!allOpen(evidence.verdicts)) return { passed: false, why: 'shut', says: 'gates are shut', evidence };
    this.#standing = { door, evidence, collect };
    this.#approvals = [];
    this.#rejected = null;
    this.#shut = false;
    this.#publish();
    this.#record.tell(
      `waits for ${this.#rules.required} of ${this.#rules.who.join(', ')} to approve ${evidence.digest}`,
    );
    await this.#untilDecided(aborted);
    const seen = this.#standing.evidence;
    this.#standing = null;
    this.#record.set({ state: 'running', waiting: null });
    if (this.#rejected !== null)
      return { passed: false, why: 'rejected', says: this.#rejected, evidence: seen };
    if (this.#shut) return { passed: false, why: 'shut', says: 'gates have shut meanwhile', evidence: seen };
    if (aborted()) return { passed: false, why: 'aborted', says: 'aborted', evidence: seen };
    return { passed: true, evidence: seen.digest, approvals: [...this.#approvals] };
  }

  async #untilDecided(aborted: () => boolean): Promise<void> {
    const decided = () =>
      this.#approvals.length >= this.#rules.required || this.#rejected !== null || this.#shut || aborted();
    while (!decided()) {
      const oldest = this.#approvals[0];
      if (!oldest) {
        await condition(() => decided() || this.#approvals.length > 0);
        continue;
      }
      const left = Date.parse(oldest.at) + millis(this.#rules.expiry) - Date.now();
      if (left > 0 && (await condition(decided, left))) return;
      if (decided()) return;
      this.#approvals = this.#approvals.filter((approval) => approval !== oldest);
      this.#record.tell(`the approval of ${oldest.by} has expired after ${this.#rules.expiry}`);
      this.#publish();
    }
  }

  #refusal({ by, evidence }: Approval): string | null {
    const person = this.#personRefusal(by);
    if (person !== null) return person;
    if (this.#approvals.some((approval) => approval.by === by))
      return `${by} has approved this evidence already`;
    const digits = String(evidence ?? '').replace(/^sha256:/, '');
    if (!/^[0-9a-f]{8,64}$/.test(digits)) {
      return 'the evidence must be given as at least 8 hex digits of its sha256: it is on the page and in ringlift status';
    }
    const current = this.#standing?.evidence.digest ?? '';
    if (current.slice('sha256:'.length).startsWith(digits)) return null;
    return `this is not the evidence that stands now: given ${digits}, stands ${current}. Look at it, then approve what you saw`;
  }

  #personRefusal(by: string): string | null {
    if (!this.#standing) return 'the upgrade stands before no door now';
    if (this.#rules.who.includes(by)) return null;
    return `${by} is not among those who may approve: ${this.#rules.who.join(', ')}`;
  }

  async #approve(approval: Approval, through: 'update' | 'signal'): Promise<CommandAnswer> {
    const standing = this.#standing;
    if (!standing) throw refused('the upgrade stands before no door now');
    const fresh = await standing.collect();
    if (this.#standing !== standing) throw refused('the door was decided meanwhile');
    if (fresh.digest !== standing.evidence.digest) throw this.#changed(fresh);
    if (!allOpen(fresh.verdicts)) throw this.#shutMeanwhile(fresh);
    // Another approval may have been taken while the evidence was collected.
    const reason = this.#refusal(approval);
    if (reason !== null) throw refused(reason);
    const { by, comment = '' } = approval;
    const given = { by, at: this.#record.now(), evidence: fresh.digest, comment, through };
    this.#approvals.push(given);
    this.#given.push(given);
    this.#record.tell(`approved by ${by} (${through})${comment ? `: ${comment}` : ''}`);
    this.#publish();
    const missing = this.#rules.required - this.#approvals.length;
    return { says: missing > 0 ? `Taken. ${missing} more needed.` : 'The door opens: it goes on now.' };
  }

  /** What passes by itself, such as a repair that began, is no fact of the hash, and shuts the door all the same. */
  #shutMeanwhile(fresh: DoorEvidence): Error {
    if (this.#standing) this.#standing = { ...this.#standing, evidence: fresh };
    this.#approvals = [];
    this.#shut = true;
    const shut = fresh.verdicts.filter((verdict) => !verdict.open);
    const gates = shut.map(({ gate, evidence }) => `${gate}: ${evidence[0] ?? 'shut'}`).join('; ');
    return refused(`a gate has shut meanwhile, nothing was approved: ${gates}`);
  }

  #changed(fresh: DoorEvidence): Error {
    const old = this.#standing?.evidence.facts ?? [];
    const gone = old.filter((fact) => !fresh.facts.includes(fact)).map((fact) => `- ${fact}`);
    const come = fresh.facts.filter((fact) => !old.includes(fact)).map((fact) => `+ ${fact}`);
    this.#approvals = [];
    if (this.#standing) this.#standing = { ...this.#standing, evidence: fresh };
    this.#shut = !allOpen(fresh.verdicts);
    this.#record.tell(`the evidence changed to ${fresh.digest}: approvals given before are void`);
    if (!this.#shut) this.#publish();
    return refused(
      `the evidence changed meanwhile (now ${fresh.digest}), nothing was approved: ${[...gone, ...come].slice(0, 10).join('; ')}`,
    );
  }

  #reject(by: string, reason: string): CommandAnswer {
    this.#rejected = `rejected by ${by}: ${reason}`;
    this.#record.tell(this.#rejected);
    return { says: 'The door stays shut; the upgrade waits for retry or abort.' };
  }

  #publish(): void {
    if (!this.#standing) return;
    const { door, evidence } = this.#standing;
    const { who, required } = this.#rules;
    this.#record.set({
      state: 'waiting',
      verdicts: evidence.verdicts,
      waiting: {
        for: 'approval',
        door,
        warning: evidence.warning,
        evidence: evidence.digest,
        facts: evidence.facts,
        verdicts: evidence.verdicts,
        approvals: [...this.#approvals],
        required,
        who,
        since: this.#record.now(),
      },
    });
  }
}
