/** An HTTP server on the loopback in place of an agent, and a host whose forwarding leads to it. */
import { once } from 'node:events';
import { type RequestListener, createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Host } from '../../../activities/hosts/host.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { healthySpec } from '../../knowledge/gates/healthy-cluster.ts';
import { type Answers, fakeHost } from '../fake-context.ts';

export interface FakeJolokia {
  readonly host: Host;
  readonly stop: () => Promise<void>;
}

export async function fakeJolokia(
  listener: RequestListener,
  jolokia: NonNullable<SpecInput['jolokia']> = {},
  answers: Answers = () => ({}),
): Promise<FakeJolokia> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const settings = settingsOf(healthySpec({ jolokia: { port, ...jolokia } }), '10.0.0.1');
  return {
    host: { ...fakeHost(answers, settings), connectThrough: async (at, to) => connect(to, at) },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
