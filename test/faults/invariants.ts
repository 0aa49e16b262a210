/**
 * The invariants of docs/ARCHITECTURE.md, judged from the hosts' own journals and from what became of their processes.
 * Nothing that Ringlift says of itself counts here.
 */
import type { JournalEntry, NodeState, ProcessEvent } from '../../lab/simulation/simulated-cluster.ts';
import type { Together } from './together.ts';
import type { CommandSeen } from './world.ts';

export interface Violation {
  /** In words; the same for every violation of one invariant. */
  readonly invariant: string;
  readonly says: string;
}

export interface NodeRecord {
  readonly name: string;
  /** Oldest first, as the journal and the process events are. */
  readonly events: readonly ProcessEvent[];
  readonly state: NodeState;
  readonly journal: readonly JournalEntry[];
}

export interface RunRecord {
  readonly nodes: readonly NodeRecord[];
  readonly commands: readonly CommandSeen[];
  readonly approvals: number;
  readonly target: string;
  /** The file lets nodes be down together that its clients can spare. Absent: one at a time. */
  readonly together?: Together;
  /** Nodes ran the target already, and are only restarted, until they run in this storage mode. */
  readonly restartsInto?: string;
}

export function violationsOf(run: RunRecord): Violation[] {
  return [
    ...run.nodes.flatMap((node) => [
      ...stoppedBesideAnother(run, node),
      ...(run.restartsInto !== undefined || liesOnDisk(node)
        ? []
        : orderBroken(node, 'takeSnapshot', ['drainNode', 'stopNode'], 'no stop before a snapshot')),
      ...orderBroken(node, 'makeRestorePoint', ['switchRelease'], 'no switch before the restore point'),
      ...orderBroken(node, 'stopNode', ['makeRestorePoint'], 'no restore point of a running node'),
      ...orderBroken(node, 'keepConfiguration', ['changeConfiguration'], 'no change of what was not kept'),
      ...orderBroken(node, 'stopNode', ['changeConfiguration'], 'no change of a running node'),
      ...overlapping(node),
      ...besideJob(node),
      ...olderFence(node),
      ...notAtItsEnd(node, run),
    ]),
    ...initializedTwice(run),
  ];
}

/**
 * A node that Ringlift takes down while another one is not serving, unless that one was killed after the last look; where
 * groups are allowed, a node whose stop leaves clients less than they need.
 */
function stoppedBesideAnother(run: RunRecord, node: NodeRecord): Violation[] {
  const taken = node.events.filter(({ what }) => what === 'drained' || what === 'stopped');
  if (run.together) return taken.flatMap((event) => stoppedTooMany(run, node, event, run.together));
  return taken.flatMap(({ at, what }) =>
    run.nodes
      .filter((other) => other !== node)
      .flatMap((other) => {
        const down = knownDown(run, other, at);
        if (down === null) return [];
        const looked = lastLook(run.commands, other.name, at);
        return violation(
          'never two nodes down',
          `${node.name} was ${what} while ${other.name} was not serving since it was ${down.what} ${at - down.at} ms before` +
            ` (last looked at ${looked === null ? 'never' : `${at - looked} ms before`})`,
          node,
        );
      }),
  );
}

function stoppedTooMany(
  run: RunRecord,
  node: NodeRecord,
  { at, what }: ProcessEvent,
  together: Together | undefined,
): Violation[] {
  const down = run.nodes.filter((other) => other !== node && knownDown(run, other, at) !== null);
  const names = down.map(({ name }) => name);
  const breach = names.length === 0 ? null : (together?.breach([node.name, ...names]) ?? null);
  if (breach === null) return [];
  return violation(
    'never more nodes down than clients can spare',
    `${node.name} was ${what} while ${names.join(', ')} did not serve: ${breach}`,
    node,
  );
}

/** Since when another node does not serve, where Ringlift could know of it. */
function knownDown(run: RunRecord, other: NodeRecord, at: number): ProcessEvent | null {
  const down = downAt(other, at);
  if (down === null) return null;
  const looked = lastLook(run.commands, other.name, at);
  // Nobody could know: it died between the last look at it and this.
  return down.what === 'killed' && looked !== null && down.at > looked ? null : down;
}

/** The event since which a node does not serve; null: it serves at that moment. */
function downAt({ events }: NodeRecord, at: number): ProcessEvent | null {
  const until = events.filter((event) => event.at <= at);
  const served = until.findLastIndex(({ what }) => what === 'serving');
  return until[served + 1] ?? null;
}

function lastLook(commands: readonly CommandSeen[], node: string, before: number): number | null {
  const looks = commands.filter(
    (command) => command.node === node && command.step === 'awaitGatesBefore' && command.at <= before,
  );
  return looks.at(-1)?.at ?? null;
}

/** In each host's own journal: none of `later` begins before `first` has ended well. */
function orderBroken(
  node: NodeRecord,
  first: string,
  later: readonly string[],
  invariant: string,
): Violation[] {
  const done = node.journal.findIndex((entry) => entry.step === first && isDone(entry));
  const index = node.journal.findIndex(({ step, event }) => later.includes(step) && event === 'begin');
  if (index < 0 || (done >= 0 && done < index)) return [];
  return violation(invariant, `${node.name}: ${node.journal[index]?.step} began before ${first} ended`, node);
}

/** The snapshot is older than the first stop: its job's end is missing in the journal where a boot cut it off just after. */
function liesOnDisk({ state, events, journal }: NodeRecord): boolean {
  const begun = journal.find(({ step, event }) => step === 'takeSnapshot' && event === 'begin');
  const stop = events.find(({ what }) => what === 'drained' || what === 'stopped');
  return state.snapshots.some(({ tag, at }) => tag === begun?.tag && stop !== undefined && at < stop.at);
}

/** Of a job the script that started it ends long before the job itself. */
function isDone({ event, result }: JournalEntry): boolean {
  if (isJobsEnd(event)) return result === 'exit-0';
  return event === 'end' && !isStartOfJob(result);
}

function isJobsEnd(event: string): boolean {
  return event === 'jobEnded';
}

function isStartOfJob(result: string): boolean {
  return /^(started|running|restarted)/.test(result);
}

/** While a job runs nothing else is changed on its host: only its own step may look after it, and a lock be taken off. */
function besideJob(node: NodeRecord): Violation[] {
  const found: Violation[] = [];
  let job: JournalEntry | null = null;
  for (const entry of node.journal) {
    const { event, step, result } = entry;
    if (isJobsEnd(event) || (job && diedWithItsHost(node, job, entry))) job = null;
    if (event === 'end' && isStartOfJob(result)) job = entry;
    else if (event === 'begin' && job !== null && step !== job.step && step !== 'unlockHost') {
      const says = `${node.name}: ${step} began while ${job.step} ran`;
      found.push(...violation('nothing is changed beside a job', says, node));
      job = null;
    }
  }
  return found;
}

/** A boot ends whatever ran, and nothing is left that could note it. */
function diedWithItsHost({ state }: NodeRecord, job: JournalEntry, next: JournalEntry): boolean {
  return state.boots.some((at) => at > Date.parse(job.at) && at <= Date.parse(next.at));
}

/** One action at a time on a host: whatever begins ends, or is dead, before the next begins. */
function overlapping(node: NodeRecord): Violation[] {
  const same = (one: JournalEntry, other: JournalEntry) =>
    one.step === other.step && one.attempt === other.attempt && one.fence === other.fence;
  return node.journal.flatMap((entry, index) => {
    if (entry.event === 'begin' || isJobsEnd(entry.event)) return [];
    const begun = node.journal.slice(0, index).findLastIndex((each) => each.event === 'begin');
    const last = node.journal[begun];
    if (last && same(last, entry)) return [];
    return violation(
      'one action at a time on a host',
      `${node.name}: ${entry.step} (attempt ${entry.attempt}) ended after ${last?.step ?? 'nothing'} (attempt ${last?.attempt}) had begun`,
      node,
    );
  });
}

function olderFence(node: NodeRecord): Violation[] {
  let newest: JournalEntry | null = null;
  const found: Violation[] = [];
  for (const entry of node.journal.filter(({ event }) => event === 'begin')) {
    if (newest && entry.fence < newest.fence) {
      const says = `${node.name}: ${entry.step} of fence ${entry.fence} began after ${newest.step} of fence ${newest.fence}`;
      found.push(...violation('no older attempt after a newer one', says, node));
    } else newest = entry;
  }
  return found;
}

function notAtItsEnd(node: NodeRecord, { target, restartsInto }: RunRecord): Violation[] {
  const { process, serving, mode, storageMode } = node.state;
  const lacks = [
    ...(process?.release === target ? [] : [`it runs ${process?.release ?? 'nothing'}`]),
    ...(serving && mode === 'NORMAL' ? [] : [`it is ${mode} and ${serving ? 'serves' : 'does not serve'}`]),
    ...(restartsInto === undefined || storageMode === restartsInto
      ? []
      : [`its storage mode is ${storageMode ?? 'none'}`]),
    ...(isLocked(node.journal) ? ['it is still locked'] : []),
  ];
  if (lacks.length === 0) return [];
  return violation('every node ends on the target and serves', `${node.name}: ${lacks.join(', ')}`, node);
}

function isLocked(journal: readonly JournalEntry[]): boolean {
  const last = journal.findLast(
    ({ step, event }) => event === 'end' && (step === 'lockHost' || step === 'unlockHost'),
  );
  return last?.step === 'lockHost';
}

/** As the nodes themselves were asked: a begun script may have been cut off while it still looked. */
function initializedTwice({ nodes, approvals }: RunRecord): Violation[] {
  const asked = nodes.flatMap(({ name, state }) =>
    state.cmsInitializations.map((at) => `${name} at ${new Date(at).toISOString()}`),
  );
  if (asked.length <= approvals) return [];
  return [
    {
      invariant: 'cms initialize at most once per approval',
      says: `${asked.length} times with ${approvals} approvals: ${asked.join(', ')}`,
    },
  ];
}

function violation(invariant: string, says: string, node: NodeRecord): Violation[] {
  const journal = node.journal.map(
    ({ at, event, result, step, attempt, fence }) =>
      `    ${at} ${event} ${step} ${result} (attempt ${attempt}, fence ${fence})`,
  );
  const events = node.events.map(
    ({ at, what, release }) => `    ${new Date(at).toISOString()} ${what} ${release}`,
  );
  const says2 = [says, `  journal of ${node.name}:`, ...journal, `  its process:`, ...events].join('\n');
  return [{ invariant, says: says2 }];
}
