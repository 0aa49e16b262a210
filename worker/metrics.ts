/**
 * Ringlift's own metrics, beside those of Temporal's SDK on the same Prometheus page. Documented for operators: a name
 * or a label changes only with a line in the change log.
 */
import type { MetricMeter } from '@temporalio/common';

export const metricNames = {
  /** Counter; labels `step`, `cluster`, `outcome` (done, alreadyDone, cancelled, or the error's name). One per attempt. */
  steps: 'ringlift_steps',
  /** Histogram in seconds; the same labels as `steps`. */
  stepSeconds: 'ringlift_step_seconds',
  /** Counter; labels `gate`, `cluster`: verdicts found shut when a look at the gates ended. */
  gatesShut: 'ringlift_gates_shut',
  /** Counter; labels `script`, `outcome` (ok, exitCode, or the error's name). */
  sshCommands: 'ringlift_ssh_commands',
  /** Histogram in seconds; label `script`. */
  sshCommandSeconds: 'ringlift_ssh_command_seconds',
} as const;

/** Upper bounds of the histograms, in seconds: a look takes seconds, a start minutes, rewriting hours. */
export const histogramBuckets: Record<string, number[]> = {
  [metricNames.stepSeconds]: [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400],
  [metricNames.sshCommandSeconds]: [0.05, 0.1, 0.5, 1, 2, 5, 15, 60, 300, 3_600],
};

export interface MetricsSink {
  stepEnded(step: string, cluster: string | null, outcome: string, seconds: number): void;
  gateShut(gate: string, cluster: string | null): void;
  sshCommandEnded(script: string, outcome: string, seconds: number): void;
}

/** @param meter that of the SDK's Runtime, so that one endpoint serves both */
export function metricsSink(meter: MetricMeter): MetricsSink {
  const steps = meter.createCounter(metricNames.steps, undefined, 'Attempts at steps that ended.');
  const stepSeconds = meter.createHistogram(metricNames.stepSeconds, 'float', 's', 'How long attempts took.');
  const gatesShut = meter.createCounter(metricNames.gatesShut, undefined, 'Verdicts that were shut.');
  const sshCommands = meter.createCounter(metricNames.sshCommands, undefined, 'Scripts run on hosts.');
  const sshSeconds = meter.createHistogram(
    metricNames.sshCommandSeconds,
    'float',
    's',
    'How long scripts took.',
  );
  return {
    stepEnded(step, cluster, outcome, seconds) {
      const labels = { step, cluster: cluster ?? '', outcome };
      steps.add(1, labels);
      stepSeconds.record(seconds, labels);
    },
    gateShut: (gate, cluster) => gatesShut.add(1, { gate, cluster: cluster ?? '' }),
    sshCommandEnded(script, outcome, seconds) {
      sshCommands.add(1, { script, outcome });
      sshSeconds.record(seconds, { script });
    },
  };
}
