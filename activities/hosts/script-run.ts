import type { ScriptName } from './remote-script.ts';

/** One of Ringlift's scripts about to run on a host, as whom and where. */
export interface ScriptRun {
  readonly script: ScriptName;
  /** For messages: the node's name. */
  readonly where: string;
  readonly user: string;
  readonly sudo: boolean;
  readonly textOf: (script: ScriptName) => string;
}
