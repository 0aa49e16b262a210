import type { NodeId } from '../topology.ts';
import type { CommandResult } from './cms-initialize.ts';
import { nodeIdOf } from './node-id.ts';
import { unreadableOutput } from './unreadable-output.ts';

/** Of the initialization that a node takes to be under way. */
export interface CmsInitiator {
  readonly node: NodeId;
  /** Tells one attempt of that node from the next. */
  readonly token: string;
}

/** No node has it, so that an abort with it as the initiator aborts nothing: it only tells who the initiator is. */
export const nobody = '0.0.0.0';

/** `nodetool cms describe` says that an initialization is under way, and nothing else says who began it. */
export const askInitiator = `cms abortinitialization --initiator ${nobody}`;

/**
 * Who began the initialization that a node takes to be under way, read from its refusal to abort one of another
 * initiator: `Current initiator [Initiator{initiator=/10.0.0.1:7000, initToken=...}] does not match provided`.
 * Null: it knows of none, or finishes its own just now.
 *
 * @source tcm/migration/Election.java (abortInitialization) of 6.0-alpha2
 * @throws RingliftError UnreadableOutput
 */
export function readCmsInitiator({ exitCode, stdout, stderr }: CommandResult): CmsInitiator | null {
  const text = `${stdout}\n${stderr}`;
  const found = /Current initiator \[(.*?)\] does not match provided/.exec(text)?.[1];
  if (exitCode !== 0 && found === 'null') return null;
  const [, printed, token] = /^Initiator\{initiator=([^,}]+), initToken=([^,}]+)\}$/.exec(found ?? '') ?? [];
  if (exitCode === 0 || printed === undefined || token === undefined) {
    throw unreadableOutput(askInitiator, {
      what: 'it does not tell who began the initialization',
      expected: 'a refusal: "Current initiator [...] does not match provided"',
      found: `exit code ${exitCode} and ${text.trim() || 'nothing'}`,
    });
  }
  if (printed === 'null' || token === 'null') return null;
  return { node: nodeIdOf(printed), token };
}
