import type { NodeStatus } from '../../knowledge/messages.ts';

/** Everything that a view depends on besides the upgrade: views are pure, so that they can be compared with files. */
export interface ViewOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
  /** What the workflows of the nodes being changed say, by node. */
  readonly nodes?: Readonly<Record<string, NodeStatus>>;
  /** IANA name; default: the machine's. */
  readonly timeZone?: string;
  /** Leave out what can be asked for elsewhere: for a terminal that is not tall enough. */
  readonly brief?: boolean;
  /** Temporal's namespace; default: "default". Commands that are shown name any other. */
  readonly namespace?: string;
}
