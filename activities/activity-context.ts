import type { Hosts } from './hosts/host.ts';
import type { EvidenceStore } from './evidence-store.ts';

/** What the worker gives to activities; tests give simulated parts. */
export interface ActivityDependencies {
  readonly hosts: Hosts;
  readonly evidence: EvidenceStore;
}

export type Cancellation = 'asked' | 'left';

/** What one run of an activity knows besides its input. */
export interface ActivityContext extends ActivityDependencies {
  /** Names the upgrade on every host: namespace and workflow id of the cluster's upgrade. */
  readonly owner: string;
  /** When the server scheduled this attempt, in ms: grows with every attempt, so that it fences off older ones. */
  readonly fence: number;
  readonly attempt: number;
  readonly workflowId: string;
  /** Names this execution of the activity, the same for all its attempts; a person's retry is another one. */
  readonly request: string;
  /** Fires when the attempt is cancelled or the worker shuts down. */
  readonly signal: AbortSignal;
  /**
   * Why the signal has fired: `asked`, the workflow wants the work to end; `left`, this attempt alone ends (the worker
   * stops, or the server has given it up) and what it began goes on for the next. null: it has not fired.
   */
  cancellation(): Cancellation | null;
  /** Shown as the attempt's heartbeat details: what it is doing now. Sent on a timer besides. */
  say(progress: string): void;
  /** Waits; throws when the attempt is cancelled meanwhile. */
  sleep(millis: number): Promise<void>;
}
