/** Three nodes that serve as before, for tests of the gates on service to spoil one thing at a time. */
import type { ServiceBaseline, ServiceInput, ServiceSeen } from '../../../knowledge/gates/service-input.ts';
import type { ServiceView } from '../../../knowledge/observation.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { healthySpec } from './healthy-cluster.ts';

export function view(changes: Partial<ServiceView> = {}): ServiceView {
  return {
    at: '2026-07-01T12:01:00.000Z',
    through: 'nodetool',
    process: '4711/99',
    processSeconds: 3_600,
    readP99Micros: 50_000,
    writeP99Micros: 1_000,
    errors: { timeouts: 3, unavailables: 0, failures: 0 },
    dropped: {},
    gc: { intervalMillis: 60_000, longestMillis: 40, totalMillis: 200 },
    countsPauses: true,
    hints: [],
    dataBytes: 1_000,
    ...changes,
  };
}

/** A minute before. */
export function earlier(changes: Partial<ServiceView> = {}): ServiceView {
  return view({ at: '2026-07-01T12:00:00.000Z', ...changes });
}

export function baseline(changes: Partial<ServiceBaseline> = {}): ServiceBaseline {
  return {
    at: '2026-07-01T10:00:00.000Z',
    release: '5.0.9',
    readP99Micros: 50_000,
    writeP99Micros: 1_000,
    errorsPerMinute: 0,
    longestGcMillis: 30,
    dataBytes: 900,
    ...changes,
  };
}

type Gates = SpecInput['gates'];

/** @param changes of the second node of three */
export function serviceInput(changes: Partial<ServiceSeen> = {}, gates: Gates = {}): ServiceInput {
  return {
    spec: healthySpec({ gates: { service: {}, ...gates } }),
    releases: ['5.0.9'],
    nodes: ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((node, index) => ({
      ...{ node, name: `cass${index + 1}`, problems: [], up: {} },
      ...{ now: view(), earlier: earlier(), before: baseline() },
      ...(index === 1 && changes),
    })),
  };
}
