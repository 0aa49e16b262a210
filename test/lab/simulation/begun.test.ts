/** An upgrade that is ended the hard way with a node stopped, and started anew: planning again is resuming. */
import { expect, test } from 'vitest';
import {
  type Preview,
  clusterWorkflowId,
  defaultTaskQueue,
  nodeWorkflowId,
  previewWorkflowId,
  workflowTypes,
} from '../../../knowledge/messages.ts';
import { carry, withSimulation } from './carry.ts';
import { withRinglift } from './with-ringlift.ts';

function promised<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve };
}

test('a node that an upgrade left switched and stopped is planned first by the next, shuts no gate, and is not saved again', async () => {
  await withSimulation({}, async (simulation) => {
    const spec = simulation.specFor();
    const stopped = promised<string>();
    const ended = promised<void>();
    const forget = simulation.onCommand({
      after: async ({ script, node }) => {
        if (script !== 'switch-release') return;
        stopped.resolve(node);
        await ended.promise;
      },
    });
    const { result, preview, name, before } = await withRinglift(async (client) => {
      const options = { taskQueue: defaultTaskQueue, args: [spec] };
      const first = await client.workflow.start(workflowTypes.cluster, {
        ...options,
        workflowId: clusterWorkflowId(spec.cluster),
      });
      const half = simulation.node(await stopped.promise);
      await first.terminate('the machine of Temporal was rebuilt');
      await client.workflow.getHandle(nodeWorkflowId(spec.cluster, half.address)).terminate('likewise');
      ended.resolve();
      forget();
      const seen = (await client.workflow.execute(workflowTypes.preview, {
        ...options,
        workflowId: previewWorkflowId(spec.cluster),
      })) as Preview;
      const commands = simulation.commands().length;
      const run = await carry(client, spec, async (question) => {
        throw new Error(question);
      });
      return { result: run.result, preview: seen, name: half.name, before: commands };
    });
    const node = simulation.node(name);
    expect(preview.plan.inHand).toEqual([node.address]);
    expect(preview.plan.phases.map((phase) => phase.name).slice(0, 3)).toEqual([
      'preflight',
      'inHand',
      'backup',
    ]);
    expect(preview.verdicts.filter(({ open }) => !open)).toEqual([]);
    expect(result.state).toBe('done');
    const later = simulation.commands().slice(before);
    expect(later.filter((each) => each.step === 'takeSnapshot' && each.node === name)).toEqual([]);
    const firstStart = later.findIndex(({ script }) => script === 'start-node');
    expect(later[firstStart]?.node).toBe(name);
    expect(later.slice(0, firstStart).some(({ step }) => step === 'takeSnapshot')).toBe(false);
    for (const each of simulation.nodes)
      expect(each.state()).toMatchObject({ installed: '6.0-alpha2', serving: true });
  });
});
