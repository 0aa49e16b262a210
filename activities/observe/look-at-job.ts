import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { readSections } from '../hosts/sections.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';

/** A job on a host as its folder tells it. */
export interface JobView {
  /** `lost`: it was begun, is gone, and left no exit code. */
  readonly state: 'none' | 'running' | 'ended' | 'lost';
  /** Who its result is for. */
  readonly request: string | null;
  readonly pid: number | null;
  readonly startedAt: string | null;
  readonly seconds: number;
  /** As a shell has it; 124 and 137: its limit had passed. */
  readonly exitCode: number | null;
  readonly isCancelled: boolean;
  /** The host was booted again since it began. */
  readonly rebooted: boolean;
  /** The last of its outputs. */
  readonly stdout: string;
  readonly stderr: string;
  /** There is more of its outputs than these. */
  readonly isCut: boolean;
}

/** Looks at one job, with the last bytes of its outputs. Changes nothing, and needs no lock. */
export async function lookAtJob(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  id: string,
  outputBytes: number,
): Promise<JobView> {
  const answer = await host.run('look-job', {
    args: [stateFolderOf(host.settings, task.plan), id, String(outputBytes)],
    timeoutMillis: 60_000,
    // Twice, in base64.
    maxOutputBytes: 3 * outputBytes + 100_000,
    signal: context.signal,
  });
  const sections = readSections(host.settings.name, answer.stdout, ['job', 'out', 'err']);
  const facts = new Map(
    (sections['job']?.stdout ?? '').split('\n').map((line) => {
      const blank = line.indexOf(' ');
      return [line.slice(0, blank), line.slice(blank + 1).trim()];
    }),
  );
  const text = (name: string) => facts.get(name) ?? null;
  const exit = text('exit');
  const pid = text('pid');
  return {
    state: stateOf(text('state')),
    request: text('request'),
    pid: pid === null ? null : Number(pid.split(' ')[0]),
    startedAt: text('started'),
    seconds: Number(text('seconds') ?? 0),
    exitCode: exit === null ? null : Number(exit),
    isCancelled: facts.has('cancelled'),
    rebooted: facts.has('rebooted'),
    stdout: sections['out']?.stdout ?? '',
    stderr: sections['err']?.stdout ?? '',
    isCut: ['out', 'err'].some((name) => facts.has(`${name}-cut`) || Number(text(name)) > outputBytes),
  };
}

function stateOf(word: string | null): JobView['state'] {
  return word === 'running' || word === 'ended' || word === 'none' ? word : 'lost';
}
