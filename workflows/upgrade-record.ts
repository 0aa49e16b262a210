import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { Event, NodeProgress, NodeState, UpgradeStatus } from '../knowledge/messages.ts';
import type { Plan } from '../knowledge/plan.ts';
import { sameRelease } from '../knowledge/cassandra/release-name.ts';
import { detailsOf } from './details.ts';

const eventsKept = 20;

/** What the upgrade remembers of itself for people: the answer to `status`, the details in the Web UI, the search. */
export class UpgradeRecord {
  #status: UpgradeStatus;
  #needsHuman: boolean | null = null;
  #phase = '';
  #watcher: ((before: UpgradeStatus, after: UpgradeStatus) => void) | null = null;

  constructor(cluster: string, target: string) {
    this.#status = {
      cluster,
      from: [],
      to: target,
      state: 'running',
      phase: { number: 0, of: 0, name: 'look', title: 'Look and plan' },
      step: null,
      nodes: [],
      waiting: null,
      verdicts: [],
      startedAt: this.now(),
      events: [],
    };
    upsertSearchAttributes({ UpgradeCluster: [cluster], UpgradeTarget: [target] });
    this.#publish();
  }

  get status(): UpgradeStatus {
    return this.#status;
  }

  /** Now, as the workflow's history has it: the same at every replay. */
  now(): string {
    return new Date(Date.now()).toISOString();
  }

  set(change: Partial<UpgradeStatus>): void {
    const before = this.#status;
    this.#status = { ...before, ...change };
    this.#publish();
    this.#watcher?.(before, this.#status);
  }

  /** Calls it at every change. */
  watch(watcher: (before: UpgradeStatus, after: UpgradeStatus) => void): void {
    this.#watcher = watcher;
  }

  tell(says: string): void {
    const event: Event = { at: this.now(), says };
    this.set({ events: [...this.#status.events, event].slice(-eventsKept) });
  }

  adopt(plan: Plan): void {
    const nodes = plan.nodes.map(({ node, name, dataCenter, rack, release }): NodeProgress => ({
      node,
      name,
      dataCenter,
      rack,
      release,
      state: stateAtStart(plan, node, release),
    }));
    const { hop } = plan;
    this.set({
      nodes,
      from: [...new Set(plan.nodes.map((node) => node.release))],
      ...(hop && {
        to: plan.to,
        hop: { number: hop.number, of: hop.of, ahead: hop.ahead.map(({ to }) => to) },
      }),
    });
  }

  setNode(node: string, change: Partial<NodeProgress>): void {
    this.set({
      nodes: this.#status.nodes.map((each) => (each.node === node ? { ...each, ...change } : each)),
    });
  }

  #publish(): void {
    setCurrentDetails(detailsOf(this.#status));
    const needsHuman = this.#status.state === 'waiting';
    const phase = this.#status.phase.name;
    // Each upsert is an event of history, so only a change is worth one.
    if (needsHuman === this.#needsHuman && phase === this.#phase) return;
    this.#needsHuman = needsHuman;
    this.#phase = phase;
    upsertSearchAttributes({ UpgradeNeedsHuman: [needsHuman], UpgradePhase: [phase] });
  }
}

function stateAtStart({ to, down, inHand, kept }: Plan, node: string, release: string): NodeState {
  if (down?.includes(node)) return 'down';
  if (kept?.includes(node)) return 'skipped';
  return sameRelease(release, to) && !inHand?.includes(node) ? 'done' : 'waiting';
}
