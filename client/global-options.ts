import type { ConnectSettings } from './connect.ts';
import { clientIdentity } from './identity.ts';
import type { ViewOptions } from './view/view-options.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly address?: string;
  readonly namespace?: string;
  readonly profile?: string;
  readonly taskQueue?: string;
  /** False by --no-color. */
  readonly color: boolean;
}

export function connectSettings({ address, namespace, profile, taskQueue }: GlobalOptions): ConnectSettings {
  return { address, namespace, profile, taskQueue, identity: clientIdentity() };
}

const widthWithoutTerminal = 110;

/** How views look on standard output now: its width changes with the window. */
export function viewOptions({ color }: GlobalOptions, namespace: string): ViewOptions {
  const isTerminal = process.stdout.isTTY === true;
  return {
    now: Date.now(),
    width: process.stdout.columns ?? widthWithoutTerminal,
    color: color && isTerminal && !process.env['NO_COLOR'],
    namespace,
  };
}
