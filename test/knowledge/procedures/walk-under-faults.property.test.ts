/**
 * The planner, the runbook of a node and the gates before it, walked over a model of a cluster in which steps are cut
 * off before, during or after their effect and nodes die at any time: whatever the topology and the order, the walk
 * ends with every node on the target, and never takes a second one down.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeBeforeNode } from '../../../knowledge/gates/judge-before-node.ts';
import { RingliftError } from '../../../knowledge/errors.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { NodeStepKind, Plan } from '../../../knowledge/plan.ts';
import { planNodeUpgrade } from '../../../knowledge/procedures/node-upgrade.ts';
import { planRollingUpgrade } from '../../../knowledge/procedures/rolling-upgrade.ts';
import { allOpen } from '../../../knowledge/verdict.ts';
import type { Place } from '../gates/healthy-cluster.ts';
import {
  healthyCluster,
  healthySpec,
  nodeGateInput,
  seeRow,
  spoil,
  target,
} from '../gates/healthy-cluster.ts';

const old = '5.0.9';

interface Machine {
  readonly node: string;
  installed: string;
  process: string | null;
  locked: boolean;
  prepared: boolean;
  snapshot: boolean;
  restorePoint: boolean;
  /** Not because of Ringlift. */
  killed: boolean;
}

/** What meets one attempt at a step: its worker dies before or after the effect, or a node dies first. */
const misfortunes = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'none' } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'cutBefore' } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'cutAfter' } as const) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('nodeDies' as const), which: fc.nat(8) }) },
);
type Misfortune = typeof misfortunes extends fc.Arbitrary<infer Value> ? Value : never;

const places: fc.Arbitrary<Place> = fc.record({
  dataCenter: fc.constantFrom('dc1', 'dc2'),
  rack: fc.constantFrom('rack1', 'rack2', 'rack3'),
});
const cases = fc.record({
  places: fc.array(places, { minLength: 2, maxLength: 7 }),
  order: fc.uniqueArray(fc.nat(6)),
  misfortunes: fc.array(misfortunes, { maxLength: 150 }),
});

/** What a person would be told; any other error is the test's own. */
class Told extends Error {}

function isTold(error: unknown): boolean {
  return error instanceof Told || error instanceof RingliftError;
}

class Walk {
  readonly machines: Machine[];
  readonly #healthy: Inventory;
  readonly #misfortunes: Misfortune[];
  readonly #plan: Plan;
  /** Who died since the gates before the node in hand were open. */
  #diedSince = new Set<string>();

  constructor({
    places: given,
    order,
    misfortunes: met,
  }: typeof cases extends fc.Arbitrary<infer V> ? V : never) {
    this.#healthy = healthyCluster({ places: given });
    this.#misfortunes = [...met];
    this.machines = this.#healthy.nodes.map(({ node }) => ({
      ...{ node, installed: old, process: old, locked: false, prepared: false, snapshot: false },
      ...{ restorePoint: false, killed: false },
    }));
    const named = order.filter((number) => number < given.length).map((number) => `cass${number + 1}`);
    this.#plan = planRollingUpgrade(
      healthySpec(named.length > 0 ? { strategy: { order: named } } : {}),
      this.#healthy,
    );
  }

  run(): void {
    for (const step of this.#plan.phases.flatMap(({ steps }) => steps)) {
      if (step.kind === 'takeSnapshot') this.#untilDone(step.node, () => this.#snapshot(step.node));
      if (step.kind === 'upgradeNode') this.#untilDone(step.node, () => this.#upgradeNode(step.node));
    }
  }

  /** A person sees to what was told and says retry. */
  #untilDone(node: string, work: () => void): void {
    for (let asked = 0; ; asked += 1) {
      try {
        return work();
      } catch (error) {
        if (asked > 200 || !isTold(error)) throw error;
        for (const machine of this.machines.filter(({ killed }) => killed)) this.#start(machine, node);
      }
    }
  }

  #snapshot(node: string): void {
    this.#attempt('takeSnapshot', this.#machine(node), (machine) => {
      if (machine.process === null) throw new Told('not running');
      machine.snapshot = true;
    });
  }

  #upgradeNode(node: string): void {
    const machine = this.#machine(node);
    const seen = {
      ...{ name: node, running: machine.process !== null, runningRelease: machine.process },
      ...{ installedRelease: machine.installed, inHand: machine.locked },
    };
    for (const { kind } of planNodeUpgrade(this.#plan, node, seen).steps) {
      this.#attempt(kind, machine, () => this.#perform(kind, machine));
    }
  }

  /** Temporal tries again what was cut off: an effect may come twice. */
  #attempt(kind: string, machine: Machine, effect: (machine: Machine) => void): void {
    for (;;) {
      const met = this.#misfortunes.shift() ?? { kind: 'none' };
      if (met.kind === 'cutBefore') continue;
      if (met.kind === 'nodeDies') this.#kill(met.which);
      effect(machine);
      this.#mustHold(kind);
      if (met.kind !== 'cutAfter') return;
    }
  }

  #perform(kind: NodeStepKind, machine: Machine): void {
    switch (kind) {
      case 'lockHost':
        machine.locked = true;
        return;
      case 'unpackRelease':
        return;
      case 'prepareConfiguration':
        machine.prepared = true;
        return;
      case 'awaitGatesBefore':
        if (!allOpen(judgeBeforeNode(nodeGateInput(this.#inventory(), machine.node, {}, this.#healthy))))
          throw new Told('gates are shut');
        this.#diedSince = new Set();
        return;
      case 'drainNode':
        return;
      case 'stopNode':
        if (machine.process !== null) this.#mayStop(machine);
        machine.process = null;
        machine.killed = false;
        return;
      case 'makeRestorePoint':
        expect(machine.process).toBeNull();
        if (machine.installed === old) machine.restorePoint = true;
        return;
      case 'switchRelease':
        expect(machine).toMatchObject({ process: null, restorePoint: true, prepared: true });
        machine.installed = target;
        return;
      case 'startNode':
        expect(machine).toMatchObject({ restorePoint: true, installed: target });
        machine.process = target;
        machine.killed = false;
        return;
      case 'awaitServing':
      case 'awaitGatesAfter':
        if (this.machines.some(({ process }) => process === null)) throw new Told('not in every eye');
        expect(machine.process).toBe(target);
        return;
      case 'unlockHost':
        machine.locked = false;
        return;
    }
  }

  #mayStop(machine: Machine): void {
    expect(machine.snapshot).toBe(true);
    const down = this.machines.filter((each) => each !== machine && each.process === null);
    // Who died after the last look could not be known to be down.
    expect(down.map(({ node }) => node).filter((node) => !this.#diedSince.has(node))).toEqual([]);
  }

  /** At every moment: whatever is down beside one that Ringlift took down was killed. */
  #mustHold(kind: string): void {
    const ours = this.machines.filter(({ process, killed }) => process === null && !killed);
    expect(ours.length, `down after ${kind}: ${ours.map(({ node }) => node).join(', ')}`).toBeLessThan(2);
    expect(this.machines.filter(({ locked }) => locked).length).toBeLessThan(2);
  }

  #kill(which: number): void {
    const machine = this.machines[which % this.machines.length];
    if (!machine || machine.process === null) return;
    machine.process = null;
    machine.killed = true;
    this.#diedSince.add(machine.node);
  }

  /** By its service; a node that Ringlift has in hand is Ringlift's to start, unless it says that it is not. */
  #start(machine: Machine, node: string): void {
    if (machine.locked && machine.node === node) return;
    machine.process = machine.installed;
    machine.killed = false;
  }

  #machine(node: string): Machine {
    return this.machines.find((each) => each.node === node)!;
  }

  #inventory(): Inventory {
    const releases = this.machines.map(({ process, installed }) => process ?? installed);
    const now = healthyCluster({ places: this.#healthy.nodes.map(placeIn), releases });
    return this.machines
      .filter(({ process }) => process === null)
      .reduce((seen, { node }) => {
        const silent = { running: false, version: null, ring: null, cluster: null, gossip: null, cql: null };
        return seeRow(spoil(seen, node, silent), node, { state: 'DN' });
      }, now);
  }
}

function placeIn({ node, ring }: Inventory['nodes'][number]): Place {
  const own = ring?.nodes.find(({ address }) => address === node);
  return { dataCenter: own?.dataCenter ?? '', rack: own?.rack ?? '' };
}

test('whatever is cut off and whoever dies, every node ends on the target, one at a time', () => {
  const property = fc.property(cases, (given) => {
    const walk = new Walk(given);
    walk.run();
    for (const machine of walk.machines.filter(({ killed }) => !killed)) {
      expect(machine).toMatchObject({ process: target, installed: target, locked: false });
    }
  });
  fc.assert(property, { numRuns: 100 });
});
