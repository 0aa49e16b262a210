import { RingliftError } from '../../knowledge/errors.ts';
import {
  type CmsReconfigurationView,
  parseCmsReconfigureStatus,
} from '../../knowledge/nodetool/cms-reconfigure-status.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import { sayMillis } from '../../knowledge/spec/duration.ts';
import type { ReconfigureCmsTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { nodetool, nodetoolWords, problemOf, questionMillis } from '../hosts/nodetool.ts';
import { type CmsAsked, cmsAsked } from '../observe/cms-asked.ts';
import { hostOf } from '../observe/host-of.ts';
import { stillMillis } from '../observe/look-at-cms.ts';
import { lookAtJob } from '../observe/look-at-job.ts';
import { awaitCmsAgreed } from './await-cms-agreed.ts';
import { describeCms } from './cms.ts';
import { jobIdOf, runJob } from './run-job.ts';

/** Of all that this step does: it took 14 to 85 s where it was measured, and with a node down it does not return. */
const limitMillis = 30 * 60_000;
const jobLimitMillis = 10 * 60_000;
const lookEveryMillis = 3_000;
const mostResumes = 3;
const step = 'reconfigureCms';
const resume = ['--resume'];

/**
 * Grows the CMS from its one first member to what was asked, as a job of the node, and follows it until done. What an
 * earlier attempt began is attached to; what was broken off (`--status` shows it, and it stands still) is resumed, and
 * nothing is ever cancelled. `cms reconfigure` may print errors and be right, or be silent and not done (measured):
 * describe counts.
 * @throws RingliftError CmsRefused
 */
export async function reconfigureCms(
  context: ActivityContext,
  task: ReconfigureCmsTask,
): Promise<StepOutcome> {
  const { skipped = [] } = task;
  const host = await hostOf(context, task);
  const asked = cmsAsked(task, skipped, task.replication);
  const done = await new Reconfiguration(context, task, host, asked).untilThere();
  const verdicts = await awaitCmsAgreed(context, task, asked.members, skipped);
  return {
    outcome: done.length > 0 ? 'done' : 'alreadyDone',
    says: `the CMS has its ${asked.members} members${done.length > 1 ? `, after ${done.join(', then ')}` : ''}`,
    verdicts,
    evidence: done.length > 0 ? await context.evidence.put(done.join('\n')) : undefined,
  };
}

class Reconfiguration {
  readonly #context: ActivityContext;
  readonly #task: ReconfigureCmsTask;
  readonly #host: Host;
  readonly #asked: CmsAsked;
  readonly #until = Date.now() + limitMillis;
  /** What was run, with what it answered. */
  readonly #done: string[] = [];
  #asks = 0;
  #resumes = 0;

  constructor(context: ActivityContext, task: ReconfigureCmsTask, host: Host, asked: CmsAsked) {
    this.#context = context;
    this.#task = task;
    this.#host = host;
    this.#asked = asked;
  }

  /** @returns what was run, one after the other; empty: the members were there */
  async untilThere(): Promise<readonly string[]> {
    for (let round = 1; ; round += 1) {
      const isAttaching = await this.#jobRuns();
      const words = isAttaching ? this.#asked.words : await this.#needed();
      if (words === null) return this.#done;
      const what = isAttaching ? 'what an earlier attempt had begun' : `cms reconfigure ${words.join(' ')}`;
      this.#context.say(what);
      this.#done.push(`${what}: ${await this.#run(words, round)}`);
    }
  }

  /** What is to be run now; null: nothing, the members are there. */
  async #needed(): Promise<readonly string[] | null> {
    const status = await this.#restingStatus();
    const { members, needsReconfiguration } = await describeCms(this.#context, this.#host);
    if (!status.active && members.length === this.#asked.members && !needsReconfiguration) return null;
    if (status.active && this.#resumes < mostResumes && Date.now() < this.#until) {
      this.#resumes += 1;
      return resume;
    }
    // Asked once in vain: a person looks before it is asked again.
    if (!status.active && this.#asks === 0) {
      this.#asks += 1;
      return this.#asked.words;
    }
    throw this.#unfinished(members, status);
  }

  /** None active, or one that stands still: what moves on needs nobody. */
  async #restingStatus(): Promise<CmsReconfigurationView> {
    let status = await this.#status();
    let looks = 0;
    // A change of members is a few steps of streaming: one that shows the same status for so long was broken off.
    const limit = stillMillis(this.#task.spec);
    const pause = Math.min(lookEveryMillis, limit / 3);
    while (status.active && looks * pause < limit && Date.now() < this.#until) {
      this.#context.say(`a reconfiguration is under way: ${status.detail.join(', ')}`);
      await this.#context.sleep(pause);
      const next = await this.#status();
      looks = next.detail.join() === status.detail.join() ? looks + 1 : 0;
      status = next;
    }
    return status;
  }

  async #status(): Promise<CmsReconfigurationView> {
    const { settings } = this.#host;
    const command = 'cms reconfigure --status';
    const { stdout } = await nodetool(this.#host, command, questionMillis(settings), this.#context.signal);
    return parseCmsReconfigureStatus(stdout);
  }

  async #jobRuns(): Promise<boolean> {
    const { state } = await lookAtJob(this.#context, this.#task, this.#host, jobIdOf(this.#task, step), 0);
    return state === 'running';
  }

  /**
   * Cancelled, the job ends and what it asked of Cassandra goes on: the next attempt finds it.
   * @returns how it ended, in words
   */
  async #run(words: readonly string[], round: number): Promise<string> {
    try {
      const end = await runJob(this.#context, this.#task, this.#host, {
        step,
        command: nodetoolWords(this.#host.settings, 'cms', 'reconfigure', ...words),
        limitMillis: Math.max(60_000, Math.min(jobLimitMillis, this.#until - Date.now())),
        restartWhenLost: false,
        request: `${this.#context.request}/${this.#context.attempt}.${round}`,
        watch: async () => (await this.#status()).detail.join(', ') || 'none is active just now',
        next: 'Look at `nodetool cms reconfigure --status` on the node, then retry: it is resumed.',
      });
      return end.exitCode === 0 ? 'exit 0' : problemOf(end);
    } catch (error) {
      // Whether it is asked for again is decided by what the node says, not by how the asking ended.
      if (error instanceof RingliftError && error.name === 'JobLost') return error.message;
      throw error;
    }
  }

  #unfinished(members: readonly string[], status: CmsReconfigurationView): RingliftError {
    return new RingliftError('CmsRefused', {
      where: this.#host.settings.name,
      what: `cms reconfigure ${this.#asked.words.join(' ')} has not reached its members within ${sayMillis(limitMillis)} and ${mostResumes} resumptions`,
      expected: `${this.#asked.members} members, no active reconfiguration`,
      found: `${members.length} (${members.join(', ')}), ${status.detail.join(', ') || 'no active reconfiguration'}; ${this.#done.at(-1)?.slice(0, 500) ?? 'nothing was run'}`,
      changed: 'the CMS is initialized and works with the members it has; nothing was cancelled',
      next: 'Bring every node up, then retry: an interrupted reconfiguration is resumed. To give it up: `nodetool cms reconfigure --cancel` by hand.',
    });
  }
}
