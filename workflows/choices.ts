import type { Choice } from '../knowledge/messages.ts';
import type { Question } from './command-desk.ts';
import type { Upgrade } from './upgrade.ts';

/** What a person can say to a question, and what each leads to. */
export function choicesFor(upgrade: Upgrade, question: Question): readonly Choice[] {
  return [
    { command: 'retry', needsReason: false, leadsTo: retryLeadsTo(upgrade, question) },
    ...skipChoice(upgrade, question),
    ...rollbackChoices(upgrade, question),
    {
      command: 'abort',
      ...(question.needsForce === 'abort' && { with: { force: true } }),
      needsReason: true,
      leadsTo: abortLeadsTo(upgrade, question),
    },
  ];
}

function retryLeadsTo(upgrade: Upgrade, { node }: Question): string {
  return node === null
    ? 'look again, and do what is not done yet'
    : `look at ${upgrade.nameOf(node)} again, and do what is not done yet`;
}

function skipChoice(upgrade: Upgrade, { skippable, node, needsForce, isTurn }: Question): Choice[] {
  if (!skippable) return [];
  const force = needsForce === 'skip';
  const name = node === null ? '' : upgrade.nameOf(node);
  const leadsTo = force
    ? `go on and leave ${name} down for ever: cms initialize then ignores it`
    : isTurn
      ? `go on without ${name}: it stays on its old release and counts as not upgraded`
      : 'go on without this step; the report says that it was not done';
  return [{ command: 'skip', ...(force && { with: { force } }), needsReason: true, leadsTo }];
}

function rollbackChoices(upgrade: Upgrade, { node, error }: Question): Choice[] {
  const isClosing = upgrade.desk.isClosing;
  if (isClosing && error !== 'ConsentMissing') return [];
  if (upgrade.rollbackRefusal({}) !== null) return [];
  const one = node !== null && upgrade.rollbackRefusal({ node }) === null ? [node] : [];
  const { ledger } = upgrade.record.status;
  const all: Choice = {
    command: 'rollback',
    ...(ledger?.loses && { with: { consent: ledger.loses } }),
    needsReason: true,
    leadsTo: `bring all upgraded nodes back${ledger ? ` (${ledger.says})` : ''}; the upgrade ends so`,
  };
  return [
    ...one.map((address): Choice => {
      const name = upgrade.nameOf(address);
      const cost = ledger?.nodes.find((each) => each.node === address)?.says;
      // What would be lost by it is in the message then.
      const needsConsent = error === 'ConsentMissing';
      return {
        command: 'rollback',
        with: needsConsent ? { node: name, consent: '...' } : { node: name },
        needsReason: true,
        leadsTo: `bring ${name} back to its old release${cost ? ` (${cost})` : ''}, then ask again`,
      };
    }),
    ...(isClosing ? [] : [all]),
  ];
}

function abortLeadsTo(upgrade: Upgrade, { needsForce }: Question): string {
  if (needsForce === 'abort') return 'end here and leave the node as it is: it does not serve';
  return upgrade.saysAbort();
}
