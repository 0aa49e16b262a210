import { RingliftError } from '../../knowledge/errors.ts';
import { sayMillis } from '../../knowledge/spec/duration.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { nodetoolJava } from '../hosts/nodetool.ts';
import { type JobView, lookAtJob } from '../observe/look-at-job.ts';
import { undisturbed } from '../undisturbed.ts';
import { changeHost } from './change-host.ts';

export interface Job {
  /** The step that the journal names; with the upgrade's tag it names the job on its host. */
  readonly step: string;
  /** A program and its words; JAVA_HOME is set for it as for nodetool. */
  readonly command: readonly string[];
  readonly limitMillis: number;
  /** It may begin again after its host was booted, or it vanished, in its midst; else that is JobLost. */
  readonly restartWhenLost: boolean;
  /** Awaited before it begins again after it was lost. */
  readonly beforeRestart?: () => Promise<void>;
  /**
   * Ends the work itself when the job is cancelled, such as `nodetool stop VALIDATION`: ending nodetool only ends the
   * asking. It is repeated for two minutes at most.
   */
  readonly stop?: readonly string[];
  /** Reads the end of the output for what to say of it; null: nothing to say. */
  readonly progress?: (stdout: string) => string | null;
  /** Asks the host besides, every ten seconds, what to say of it. */
  readonly watch?: (signal: AbortSignal) => Promise<string>;
  /** Default: the activity's own. */
  readonly request?: string;
  /** What a person does when it was lost or can't be started. */
  readonly next: string;
}

export interface JobEnd {
  /** 124 and 137: the limit had passed. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The middle of an output was left out. */
  readonly isCut: boolean;
}

/** Of each output kept on the host: some hundred thousand lines of a repair. */
const keptBytes = 16 * 2 ** 20;
const tailBytes = 4_096;
const [shortestPauseMillis, longestPauseMillis] = [100, 3_000];
const watchEveryMillis = 10_000;
/** So long the host may not answer before Temporal is told; the job does not mind. */
const silenceMillis = 5 * 60_000;
const stopSeconds = 120;

/** The name of a step's job on its host, the same at every attempt. */
export function jobIdOf({ plan }: NodeTask, step: string): string {
  return `${plan.tag}.${step}`;
}

/**
 * Long work as a job of the host: started once, or found and attached to by whatever attempt comes, until its end. It
 * survives the worker and the connection. Only when the workflow cancels this activity is the job ended too.
 * @throws RingliftError JobLost; what changeHost and the connection throw
 */
export async function runJob(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  job: Job,
): Promise<JobEnd> {
  try {
    await start(context, task, host, job);
    return await new Following(context, task, host, job).untilEnd();
  } catch (error) {
    if (context.cancellation() === 'asked') await cancel(undisturbed(context), task, host, job);
    throw error;
  }
}

async function start(context: ActivityContext, task: NodeTask, host: Host, job: Job): Promise<void> {
  const { result } = await changeHost(context, task, host, 'start-job', {
    step: job.step,
    args: [
      ...[jobIdOf(task, job.step), job.request ?? context.request],
      ...[String(Math.ceil(job.limitMillis / 1_000)), job.restartWhenLost ? 'restart' : 'keep'],
      ...[String(keptBytes), nodetoolJava(host.settings), ...job.command],
    ],
    timeoutMillis: 60_000,
    next: job.next,
  });
  if (result === 'restartedLostByReboot') context.say('the host was booted in the midst of it: begun again');
  if (result === 'restartedLostWithoutReboot')
    context.say('it had vanished without an exit code: begun again');
}

async function cancel(context: ActivityContext, task: NodeTask, host: Host, job: Job): Promise<void> {
  context.say('ending the job');
  await changeHost(context, task, host, 'cancel-job', {
    step: job.step,
    args: [
      ...[jobIdOf(task, job.step), String(stopSeconds), nodetoolJava(host.settings)],
      ...(job.stop ?? []),
    ],
    timeoutMillis: (stopSeconds + 120) * 1_000,
    next: `The job may still run: look at ${jobIdOf(task, job.step)} in the state folder of the host, and end it by hand.`,
  });
}

class Following {
  readonly #context: ActivityContext;
  readonly #task: NodeTask;
  readonly #host: Host;
  readonly #job: Job;
  readonly #id: string;
  readonly #watching = new AbortController();
  #watched: Promise<void> | null = null;
  #watchedAt = Date.now();
  #news = '';
  #heardAt = Date.now();

  constructor(context: ActivityContext, task: NodeTask, host: Host, job: Job) {
    this.#context = context;
    this.#task = task;
    this.#host = host;
    this.#job = job;
    this.#id = jobIdOf(task, job.step);
  }

  async untilEnd(): Promise<JobEnd> {
    try {
      for (let pause = shortestPauseMillis; ; pause = Math.min(2 * pause, longestPauseMillis)) {
        const seen = await this.#look();
        if (seen?.state === 'ended') return await this.#endOf(seen);
        if (seen?.state === 'lost' || seen?.state === 'none') await this.#beginAgain(seen);
        if (seen?.state === 'running') this.#tell(seen);
        await this.#context.sleep(pause);
      }
    } finally {
      this.#watching.abort();
      await this.#watched;
    }
  }

  /** null: no answer just now. */
  async #look(): Promise<JobView | null> {
    try {
      const seen = await lookAtJob(this.#context, this.#task, this.#host, this.#id, tailBytes);
      this.#heardAt = Date.now();
      return seen;
    } catch (error) {
      const silence = Date.now() - this.#heardAt;
      if (!passes(error) || silence > silenceMillis) throw error;
      this.#context.say(`no answer from the host for ${sayMillis(silence)}; job ${this.#id} goes on there`);
      return null;
    }
  }

  async #endOf(seen: JobView): Promise<JobEnd> {
    const isWhole = !seen.isCut;
    const { exitCode, stdout, stderr, isCut } = isWhole
      ? seen
      : await lookAtJob(this.#context, this.#task, this.#host, this.#id, 2 * keptBytes);
    if (exitCode !== null && !seen.isCancelled) return { exitCode, stdout, stderr, isCut };
    throw this.#lost('was ended by a cancellation, or by hand', seen);
  }

  async #beginAgain(seen: JobView): Promise<void> {
    const why = seen.rebooted ? 'its host was booted in its midst' : 'it vanished without an exit code';
    if (!this.#job.restartWhenLost) throw this.#lost(why, seen);
    this.#context.say(`job ${this.#id} is begun again: ${why}`);
    await this.#job.beforeRestart?.();
    await start(this.#context, this.#task, this.#host, this.#job);
  }

  #tell(seen: JobView): void {
    this.#watchNowAndThen();
    const news = this.#job.progress?.(seen.stdout) ?? this.#news;
    const handle = `job ${this.#id}, process ${seen.pid} for ${sayMillis(1_000 * seen.seconds)}`;
    this.#context.say(news ? `${news} (${handle})` : handle);
  }

  /** Beside the following, so that a slow answer does not delay the end; a look that fails is not the job's failure. */
  #watchNowAndThen(): void {
    const { watch } = this.#job;
    if (!watch || this.#watched || Date.now() - this.#watchedAt < watchEveryMillis) return;
    this.#watchedAt = Date.now();
    this.#watched = watch(AbortSignal.any([this.#watching.signal, this.#context.signal])).then(
      (news) => {
        this.#news = news;
        this.#watched = null;
      },
      () => {
        this.#news = 'progress could not be read just now';
        this.#watched = null;
      },
    );
  }

  #lost(why: string, seen: JobView): RingliftError {
    return new RingliftError('JobLost', {
      where: this.#host.settings.name,
      what: `job ${this.#id} was lost: ${why}`,
      expected: 'its exit code',
      found: `begun at ${seen.startedAt ?? 'an unknown time'} as process ${seen.pid ?? 'unknown'}; it last said: ${(seen.stderr || seen.stdout).trim().slice(-300) || 'nothing'}`,
      changed: 'what it had done until then',
      next: this.#job.next,
    });
  }
}

/** The host is expected to answer again, and the job does not depend on it. */
function passes(error: unknown): boolean {
  return (
    error instanceof RingliftError && (error.name === 'NodeUnreachable' || error.name === 'CommandTimedOut')
  );
}
