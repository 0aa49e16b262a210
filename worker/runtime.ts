import { Runtime } from '@temporalio/worker';
import { printAddress } from './address.ts';
import { addressInUse } from './listen.ts';
import type { Log } from './log.ts';
import { histogramBuckets } from './metrics.ts';
import { sdkLogger } from './sdk-logger.ts';
import type { WorkerSettings } from './settings.ts';

/**
 * Sets up the SDK's native core for this process: its log goes to ours, its metrics (and ours with them) to Prometheus.
 * @throws AddressInUse for the metrics' endpoint
 */
export function installRuntime({ metricsAddress }: Pick<WorkerSettings, 'metricsAddress'>, log: Log): void {
  const metrics = metricsAddress && {
    prometheus: {
      bindAddress: printAddress(metricsAddress),
      countersTotalSuffix: true,
      useSecondsForDurations: true,
      histogramBucketOverrides: histogramBuckets,
    },
  };
  try {
    Runtime.install({
      logger: sdkLogger(log),
      // Ours decide: the SDK would end at signals by itself, and we have a second one to tell apart.
      shutdownSignals: [],
      telemetryOptions: {
        logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
        ...(metrics && { metrics }),
      },
    });
  } catch (error) {
    if (metricsAddress === null || !/metrics exporter/.test(String(error))) throw error;
    throw addressInUse(metricsAddress, 'the metrics endpoint', 'RINGLIFT_METRICS_ADDRESS', error);
  }
}
