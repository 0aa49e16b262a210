import { dseReleaseOf } from '../cassandra/dse-release.ts';
import type { NodeObservation } from '../observation.ts';
import type { Objection } from './judge.ts';
import type { ViewName } from './looked.ts';
import { sayNode } from './say.ts';

/**
 * Compactions that someone or a repair started, and that a drain would cut off. What Cassandra starts by itself
 * (compaction, index builds, cache saves) goes on after the start.
 *
 * @source db/compaction/OperationType.java of 3.11.19 to 6.0-alpha2
 */
const operations: Readonly<Record<string, string>> = {
  Validation: 'a repair',
  'Anticompaction after repair': 'a repair',
  Anticompaction: 'a repair',
  Cleanup: 'nodetool cleanup',
  Scrub: 'nodetool scrub',
  'Upgrade sstables': 'nodetool upgradesstables',
  Verify: 'nodetool verify',
  'Major compaction': 'nodetool compact',
  'Relocate sstables to correct disk': 'nodetool relocatesstables',
  'Remove deleted data': 'nodetool garbagecollect',
};

/** Pools that work only for repairs, at the coordinator or at any replica. @source concurrent/Stage.java, CompactionManager.java */
const repairPool = /^(Repair[#-]|AntiEntropyStage$|AntiEntropySessions$|ValidationExecutor$)/;

/**
 * What must be known of a node to say that nothing runs on it. `repair_admin` is new in 4.0 and knows incremental repairs
 * only; of a full one between two validations nothing but a thread pool of its coordinator tells, all its length.
 *
 * @source service/ActiveRepairService.java ("Repair-Task"), repair/RepairRunnable.java and RepairCoordinator.java ("Repair#N")
 */
export function viewsOfActivity({ version }: NodeObservation): ViewName[] {
  const common: ViewName[] = ['version', 'compactions', 'net', 'threadPools'];
  const beforeFour =
    version !== null && (dseReleaseOf(version.release) !== null || Number.parseInt(version.release, 10) < 4);
  return beforeFour ? common : [...common, 'repairs'];
}

/** Repairs, streams, bootstraps and operators' work that go on on a node. */
export function activityOf(observation: NodeObservation): Objection[] {
  const who = sayNode(observation);
  return [...repairsOn(observation, who), ...compactionsOn(observation, who), ...streamsOn(observation, who)];
}

/** Repairs alone, whoever began them. */
export function repairsOf(observation: NodeObservation): Objection[] {
  const who = sayNode(observation);
  const byRepair = compactionsOn(observation, who).filter(({ found }) => found.endsWith('a repair'));
  return [...repairsOn(observation, who), ...byRepair];
}

function repairsOn({ repairs, threadPools }: NodeObservation, who: string): Objection[] {
  const busy = threadPools?.pools.filter(
    ({ name, active, pending }) => repairPool.test(name) && active + pending > 0,
  );
  return [
    ...(repairs ?? []).map(({ id, state }) => ({
      found: `${who}: repair session ${id} is ${state}`,
      remedy: `Let the repair finish, or cancel it: \`nodetool repair_admin cancel --session ${id}\` on ${who}.`,
    })),
    ...(busy ?? []).map(({ name, active, pending }) => ({
      found: `${who}: thread pool ${name} has ${active} active and ${pending} pending tasks`,
      remedy: `Let the repair on ${who} finish, and keep its schedule off until the upgrade is done.`,
    })),
  ];
}

function compactionsOn({ compactions }: NodeObservation, who: string): Objection[] {
  return (compactions?.running ?? []).flatMap(({ type, keyspace, table }) => {
    const by = operations[type];
    if (by === undefined) return [];
    const of = [keyspace, table].filter(Boolean).join('.');
    return {
      found: `${who}: ${type}${of && ` of ${of}`} is running, started by ${by}`,
      remedy: `Let ${by} on ${who} finish (\`nodetool compactionstats\`), and keep its schedule off until the upgrade is done.`,
    };
  });
}

function streamsOn({ net }: NodeObservation, who: string): Objection[] {
  if (!net) return [];
  return [
    ...(net.mode === 'NORMAL'
      ? []
      : [
          {
            found: `${who} is in mode ${net.mode}, not NORMAL`,
            remedy: `Wait until \`nodetool netstats\` on ${who} shows Mode: NORMAL.`,
          },
        ]),
    ...(net.streams === 0
      ? []
      : [
          {
            found: `${who} has ${net.streams} stream(s) open`,
            remedy: `Wait until \`nodetool netstats\` on ${who} shows no streams.`,
          },
        ]),
  ];
}
