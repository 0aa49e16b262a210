/** Actors that live on the nodes: crontabs, systemd timers, and what an operator's own commands pause. */
import type { ActorView, HostActor } from '../../knowledge/actors.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { changeHost } from '../change/change-host.ts';
import type { Host, RunResult } from '../hosts/host.ts';
import { readSections } from '../hosts/sections.ts';

const limitMillis = 60_000;
/** For an operator's own commands. */
const commandSeconds = 120;

type Seen = Pick<ActorView, 'state' | 'detail'>;

/** What one actor does on one node. What can not be read is unknown. @throws RingliftError of a lost connection */
export async function lookAtHostActor(
  context: ActivityContext,
  host: Host,
  actor: HostActor,
): Promise<ActorView> {
  const ask = (script: string, args: readonly string[], millis = limitMillis) =>
    host.run(script, { args, timeoutMillis: millis, signal: context.signal });
  const place = { actor: actor.name, node: host.settings.node, what: whatOf(actor) };
  switch (actor.kind) {
    case 'cron':
      return { ...place, ...cronSeen(await ask('look-cron', [actor.file, actor.line, actor.name])) };
    case 'systemdTimer':
      return { ...place, ...timerSeen(await ask('look-timer', [actor.unit])) };
    case 'commands': {
      const limit = (commandSeconds + 30) * 1_000;
      const answer = await ask('look-command', [String(commandSeconds), ...actor.isPaused], limit);
      return { ...place, ...commandSeen(host.settings.name, answer) };
    }
  }
}

/** `done`, `alreadyDone`, or for a crontab that somebody edited meanwhile `doneEdited`. */
export async function changeHostActor(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  actor: HostActor,
  verb: 'pause' | 'resume',
): Promise<string> {
  const { script, args, seconds } = changeOf(actor, verb);
  try {
    const { result } = await changeHost(context, task, host, script, {
      step: `${verb} ${actor.name}`,
      args: [verb, actor.name, ...args],
      timeoutMillis: seconds * 1_000,
      next: `Look at ${whatOf(actor)} on the node, then retry.`,
    });
    return result;
  } catch (error) {
    if (!(error instanceof RingliftError)) throw error;
    if (error.name !== 'PreconditionChanged' && error.name !== 'CommandFailed') throw error;
    throw new RingliftError(
      verb === 'pause' ? 'ActorNotPaused' : 'ActorNotResumed',
      { ...error.parts, what: `${actor.name} could not be ${verb === 'pause' ? 'paused' : 'put back'}` },
      { cause: error },
    );
  }
}

/** What of an actor a person looks at. */
export function whatOf(actor: HostActor): string {
  switch (actor.kind) {
    case 'cron':
      return actor.file;
    case 'systemdTimer':
      return actor.unit;
    case 'commands':
      return actor.isPaused.join(' ');
  }
}

function changeOf(actor: HostActor, verb: 'pause' | 'resume') {
  switch (actor.kind) {
    case 'cron':
      return { script: 'cron-actor', args: [actor.file, actor.line], seconds: 60 };
    case 'systemdTimer':
      return { script: 'timer-actor', args: [actor.unit], seconds: 150 };
    case 'commands': {
      const words = actor[verb];
      return {
        script: 'command-actor',
        args: [String(commandSeconds), String(words.length), ...words, ...actor.isPaused],
        seconds: 3 * commandSeconds + 60,
      };
    }
  }
}

function cronSeen(answer: RunResult): Seen {
  const counts = new Map(
    [...answer.stdout.matchAll(/^(live|silenced|asleep) (\d+)$/gm)].map(([, key = '', number]) => [
      key,
      Number(number),
    ]),
  );
  const [live, silenced, asleep] = ['live', 'silenced', 'asleep'].map((key) => counts.get(key));
  if (answer.exitCode !== 0 || live === undefined || silenced === undefined || asleep === undefined) {
    return unknown(answer);
  }
  if (live > 0) return { state: 'atWork', detail: `${live} lines are at work` };
  if (silenced + asleep === 0) return { state: 'unknown', detail: 'no line holds that text' };
  return { state: 'paused', detail: `${silenced} lines silenced, ${asleep} were comments already` };
}

/** A job that the timer has started goes on after the timer is stopped: until it has ended nothing is paused. */
function timerSeen(answer: RunResult): Seen {
  const { stdout, exitCode } = answer;
  const load = /^load (\S+)$/m.exec(stdout)?.[1];
  const active = /^active (\S+)$/m.exec(stdout)?.[1];
  if (exitCode !== 0 || load === undefined || active === undefined) return unknown(answer);
  if (load !== 'loaded' && load !== 'masked')
    return { state: 'unknown', detail: `there is no such unit: ${load}` };
  const started = [...stdout.matchAll(/^starts (\S+) (\S+)$/gm)]
    .filter(([, , state]) => state !== 'inactive' && state !== 'failed')
    .map(([, unit, state]) => `${unit} is ${state}`);
  if (active !== 'inactive' && active !== 'failed')
    return { state: 'atWork', detail: `the timer is ${active}` };
  if (started.length > 0)
    return { state: 'atWork', detail: `what it started still runs: ${started.join(', ')}` };
  return { state: 'paused', detail: `the timer is ${active}` };
}

function commandSeen(name: string, answer: RunResult): Seen {
  if (answer.exitCode !== 0) return unknown(answer);
  const { exitCode, stdout, stderr } = readSections(name, answer.stdout, ['answer'])['answer'] ?? {
    exitCode: -1,
    stdout: '',
    stderr: 'no answer',
  };
  if (exitCode === 0) return { state: 'paused', detail: 'its own question says so' };
  if (exitCode === 1) return { state: 'atWork', detail: 'its own question says that it is not paused' };
  const said = `${stderr} ${stdout}`.trim().slice(0, 200);
  return { state: 'unknown', detail: `its own question exited ${exitCode}: ${said || 'nothing said'}` };
}

function unknown({ exitCode, stderr }: RunResult): Seen {
  return { state: 'unknown', detail: stderr.trim().slice(0, 300) || `the look at it exited ${exitCode}` };
}
