import type { Host, Hosts } from '../activities/hosts/host.ts';
import type { MetricsSink } from './metrics.ts';

/** The same hosts; every script that is run on them is counted and timed. */
export function meteredHosts(hosts: Hosts, sink: MetricsSink): Hosts {
  return {
    get: async (settings) => meteredHost(await hosts.get(settings), sink),
    close: () => hosts.close(),
  };
}

function meteredHost(host: Host, sink: MetricsSink): Host {
  return {
    settings: host.settings,
    connectThrough: (name, port) => host.connectThrough(name, port),
    async run(script, options) {
      const started = performance.now();
      const ended = (outcome: string) =>
        sink.sshCommandEnded(script, outcome, (performance.now() - started) / 1_000);
      try {
        const result = await host.run(script, options);
        ended(result.exitCode === 0 ? 'ok' : 'exitCode');
        return result;
      } catch (error) {
        ended(error instanceof Error ? error.name : 'Error');
        throw error;
      }
    },
  };
}
