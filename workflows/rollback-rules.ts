import type { NodeProgress, RollbackCommand, UpgradeStatus } from '../knowledge/messages.ts';

/** `begun`: cms initialize is at work, or whether it had its effect is not known. */
export type CmsState = 'before' | 'begun' | 'initialized';

const whatIsLeft =
  'What is left: go on to the end on the new release, or restore the backup into a new cluster of the old release';

/**
 * Why nothing can go back now; null: it can. What is on the disks is judged later, by the way back itself.
 * @param command not yet said: without a reason and a consent, which then are not missed
 */
export function rollbackRefusal(
  status: UpgradeStatus,
  cms: CmsState,
  command: Partial<RollbackCommand>,
): string | null {
  if (cms === 'initialized')
    return `the CMS is initialized: no node goes back to an older release from there. ${whatIsLeft}`;
  if (cms === 'begun')
    return `cms initialize was begun, and whether it had its effect is not known: retry looks. If it had, there is no way back. ${whatIsLeft}`;
  if (command.node !== undefined) return refusalOfNode(status, command.node);
  if (!status.nodes.some(wasUpgraded)) return 'no node was upgraded: abort ends it';
  return command.by === undefined ? null : consentRefusal(status, command);
}

/** Addresses or names of nodes, as people give them. */
export function nodeNamed(status: UpgradeStatus, named: string): NodeProgress | undefined {
  return status.nodes.find(({ node, name }) => node === named || name === named);
}

export function saysRollback(status: UpgradeStatus, { node: named }: RollbackCommand): string {
  const { ledger } = status;
  if (named === undefined) {
    const count = status.nodes.filter(wasUpgraded).length;
    const cost = ledger ? ` ${capital(ledger.says)}` : '';
    return `All ${count} upgraded nodes go back to the old release, the last upgraded first.${cost}`;
  }
  const node = nodeNamed(status, named);
  const cost = ledger?.nodes.find((each) => each.node === node?.node)?.says;
  return `${node?.name ?? named} goes back to its old release now${cost ? ` (${cost})` : ''}; then it waits for a person.`;
}

function refusalOfNode(status: UpgradeStatus, named: string): string | null {
  const node = nodeNamed(status, named);
  if (node === undefined) {
    const known = status.nodes.map(({ name }) => name).join(', ') || 'none: there is no plan yet';
    return `no node is called ${named}; known are ${known}`;
  }
  if (node.state === 'running') return `${node.name} is at work: pause first`;
  return wasUpgraded(node) ? null : `${node.name} was not upgraded: nothing of it is to go back`;
}

function consentRefusal({ ledger }: UpgradeStatus, { consent }: Partial<RollbackCommand>): string | null {
  const loses = ledger?.loses ?? null;
  if (loses === null || consent?.trim() === loses.trim()) return null;
  return `this would be lost: ${loses} Who accepts that repeats it word by word: {"by":"...","reason":"...","consent":"..."}`;
}

function wasUpgraded({ state }: NodeProgress): boolean {
  return state === 'done' || state === 'failed' || state === 'running';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
