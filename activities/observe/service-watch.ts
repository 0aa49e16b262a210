import type { ServiceBaseline, ServiceInput, ServiceSeen } from '../../knowledge/gates/service-input.ts';
import type { NodeObservation, ServiceView } from '../../knowledge/observation.ts';
import { millis } from '../../knowledge/spec/duration.ts';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import type { NodeId } from '../../knowledge/topology.ts';
import type { ClusterTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { type ServiceLook, lookAtService } from './look-at-service.ts';
import { readServiceBaseline } from './service-baseline.ts';

/**
 * Looks at how all nodes serve, again and again: counters are compared with those of the look before, so that the first
 * time each node is looked at twice.
 */
export class ServiceWatch {
  readonly #context: ActivityContext;
  readonly #task: ClusterTask;
  readonly #settings: readonly NodeSettings[];
  readonly #windowMillis: number;
  #earlier: ReadonlyMap<NodeId, ServiceView> | null = null;
  #before: ReadonlyMap<NodeId, ServiceBaseline | null> | null = null;

  /** @param window for how long counters are watched the first time, as the file writes durations */
  constructor(
    context: ActivityContext,
    task: ClusterTask,
    settings: readonly NodeSettings[],
    window: string,
  ) {
    this.#context = context;
    this.#task = task;
    this.#settings = settings;
    this.#windowMillis = millis(window);
  }

  /** @param observations of these nodes, just taken, with their machines and rings */
  async look(observations: readonly NodeObservation[]): Promise<ServiceInput> {
    this.#before ??= await this.#readBaselines(observations);
    if (this.#earlier === null) {
      this.#earlier = viewsIn(await this.#lookAtAll(observations));
      this.#context.say('watches how clients are served');
      await this.#context.sleep(this.#windowMillis);
    }
    const [earlier, before] = [this.#earlier, this.#before];
    const looks = await this.#lookAtAll(observations);
    const now = viewsIn(looks);
    this.#earlier = new Map([...earlier, ...now]);
    return {
      spec: this.#task.spec,
      releases: [...new Set(observations.flatMap(({ version }) => version?.release ?? []))].toSorted(),
      nodes: this.#settings.map(({ node, name }): ServiceSeen => {
        const seen = observations.find((each) => each.node === node);
        const problem = looks.get(node)?.problem ?? null;
        return {
          ...{ node, name, now: now.get(node) ?? null, earlier: earlier.get(node) ?? null },
          before: before.get(node) ?? null,
          problems: problem === null ? [] : [problem],
          up: this.#upIn(seen),
        };
      }),
    };
  }

  async #lookAtAll(observations: readonly NodeObservation[]): Promise<ReadonlyMap<NodeId, ServiceLook>> {
    const { hosts, signal } = this.#context;
    const looks = this.#settings.map(async (settings): Promise<readonly [NodeId, ServiceLook]> => {
      const seen = observations.find(({ node }) => node === settings.node);
      if (!seen?.host) {
        const problem = seen?.problems[0];
        const why = problem ? `${problem.asked}: ${problem.problem}` : 'its machine was not looked at';
        return [settings.node, { view: null, problem: why }];
      }
      return [settings.node, await lookAtService(await hosts.get(settings), seen.host, signal)];
    });
    return new Map(await Promise.all(looks));
  }

  async #readBaselines(
    observations: readonly NodeObservation[],
  ): Promise<ReadonlyMap<NodeId, ServiceBaseline | null>> {
    const reachable = this.#settings.filter(({ node }) =>
      observations.some((seen) => seen.node === node && seen.host),
    );
    const kept = reachable.map(async (settings) => {
      const task = { ...this.#task, node: settings.node };
      const host = await this.#context.hosts.get(settings);
      return [settings.node, await readServiceBaseline(this.#context, task, host)] as const;
    });
    return new Map(await Promise.all(kept));
  }

  /** Host ids as this node knows them: while two releases run, others know other ones. */
  #upIn(seen: NodeObservation | undefined): Record<string, string> | null {
    const nameOf = (address: NodeId) =>
      this.#task.plan.nodes.find(({ node }) => node === address)?.name ?? address;
    if (!seen?.ring) return null;
    const members = seen.ring.nodes.filter(({ state }) => state.startsWith('U'));
    if (members.some(({ hostId }) => hostId === null)) return null;
    return Object.fromEntries(
      members.flatMap(({ hostId, address }) =>
        hostId === null ? [] : [[hostId.toLowerCase(), nameOf(address)]],
      ),
    );
  }
}

function viewsIn(looks: ReadonlyMap<NodeId, ServiceLook>): Map<NodeId, ServiceView> {
  return new Map([...looks].flatMap(([node, { view }]) => (view ? [[node, view] as const] : [])));
}
