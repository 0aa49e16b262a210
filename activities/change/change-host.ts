import { RingliftError } from '../../knowledge/errors.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { exitCodes } from '../hosts/exit-codes.ts';
import type { Host, RunOptions, RunResult } from '../hosts/host.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';

export interface Change extends RunOptions {
  /** The step that the journal names. */
  readonly step: string;
  /** What a refusal with NOT_AS_EXPECTED means for a person. */
  readonly next: string;
}

/**
 * Runs one changing script under the host's lock, fenced and journalled on the host. Returns what it printed and the
 * word that it finished with: `done`, `alreadyDone` or one of its own.
 * @throws RingliftError HostLocked, DiskFull, PreconditionChanged; CommandFailed for any other exit code
 */
export async function changeHost(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  script: string,
  change: Change,
): Promise<RunResult & { readonly result: string }> {
  const { name } = host.settings;
  const entry = JSON.stringify({
    step: change.step,
    upgrade: context.workflowId,
    tag: task.plan.tag,
    attempt: context.attempt,
    fence: context.fence,
  });
  const args = [
    stateFolderOf(host.settings, task.plan),
    context.owner,
    String(context.fence),
    entry,
    ...(change.args ?? []),
  ];
  const answer = await whenFree(context, change.timeoutMillis, () =>
    host.run(script, { signal: context.signal, ...change, args }),
  );
  // The last one: a tool that the script ran may print anything.
  const result = [...answer.stdout.matchAll(/^result: (\w+)$/gm)].at(-1)?.[1];
  if (answer.exitCode === 0 && result) return { ...answer, result };
  throw refusal(name, script, answer, change.next);
}

/** What an earlier attempt began before its worker died may still run on the host: its end is waited for, not fought. */
async function whenFree(
  context: ActivityContext,
  patienceMillis: number,
  run: () => Promise<RunResult>,
): Promise<RunResult> {
  const until = Date.now() + patienceMillis;
  for (;;) {
    const answer = await run();
    if (answer.exitCode !== exitCodes.busy || Date.now() > until) return answer;
    context.say('waits until an earlier action on this host has ended');
    await context.sleep(1_000);
  }
}

function refusal(where: string, script: string, answer: RunResult, next: string): RingliftError {
  const said = answer.stderr.trim() || answer.stdout.trim().slice(-2_000) || 'nothing';
  switch (answer.exitCode) {
    case exitCodes.busy:
      return new RingliftError('HostBusy', {
        where,
        what: 'another action of Ringlift still runs on this host',
        found: said,
        next: 'It is tried again by itself; if it stays so, look at that job, or which process holds lock.flock.',
      });
    case exitCodes.owned:
      return new RingliftError('HostLocked', {
        where,
        what: 'the host is locked by another upgrade',
        expected: 'no lock, or our own',
        found: said,
        next: 'End that upgrade first; if it is gone for ever, remove the file "lock" in the state folder of the host.',
      });
    case exitCodes.fenced:
      return new RingliftError('PreconditionChanged', {
        where,
        what: 'a newer attempt of this upgrade acts on the host',
        found: `fence ${said}`,
        next: 'Nothing needs to be done: the newer attempt goes on.',
      });
    case exitCodes.noSpace:
      return new RingliftError('DiskFull', {
        where,
        what: `writing failed in ${script}`,
        found: said,
        changed: 'only what the journal on the host says',
        next: 'Make room on the disk that is named, then retry.',
      });
    case exitCodes.notAsExpected:
      return new RingliftError('PreconditionChanged', {
        where,
        what: `${script} refused`,
        found: said,
        next,
      });
    default:
      return new RingliftError('CommandFailed', {
        where,
        what: `${script} failed with exit code ${answer.exitCode}`,
        found: said,
        changed: 'what the journal on the host says up to its last line',
        next,
      });
  }
}
