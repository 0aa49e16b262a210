import type { Choice } from '../knowledge/messages.ts';
import type { Question } from './desk-rules.ts';
import type { Walk } from './walk.ts';

/** What a person can say to a question, and what each leads to. */
export function choicesFor(walk: Walk, question: Question): readonly Choice[] {
  return [
    { command: 'retry', needsReason: false, leadsTo: retryLeadsTo(walk, question) },
    ...skipChoice(walk, question),
    ...rollbackChoices(walk, question),
    {
      command: 'abort',
      ...(question.needsForce === 'abort' && { with: { force: true } }),
      needsReason: true,
      leadsTo: abortLeadsTo(walk, question),
    },
  ];
}

function retryLeadsTo(walk: Walk, { node }: Question): string {
  return node === null
    ? 'look again, and do what is not done yet'
    : `look at ${walk.nameOf(node)} again, and do what is not done yet`;
}

function skipChoice(walk: Walk, { skippable, node, needsForce, isTurn }: Question): Choice[] {
  if (!skippable) return [];
  const force = needsForce === 'skip';
  const name = node === null ? '' : walk.nameOf(node);
  const leadsTo = force
    ? `go on and leave ${name} down for ever: cms initialize then ignores it`
    : isTurn
      ? `go on without ${name}: it stays on its old release and counts as not upgraded`
      : 'go on without this step; the report says that it was not done';
  return [{ command: 'skip', ...(force && { with: { force } }), needsReason: true, leadsTo }];
}

function rollbackChoices(walk: Walk, { node, error }: Question): Choice[] {
  const isClosing = walk.desk.isClosing;
  if (isClosing && error !== 'ConsentMissing') return [];
  if (walk.rollbackRefusal({}) !== null) return [];
  const one = node !== null && walk.rollbackRefusal({ node }) === null ? [node] : [];
  const { ledger } = walk.record.status;
  const all: Choice = {
    command: 'rollback',
    ...(ledger?.loses && { with: { consent: ledger.loses } }),
    needsReason: true,
    leadsTo: `bring all upgraded nodes back${ledger ? ` (${ledger.says})` : ''}; the upgrade ends so`,
  };
  return [
    ...one.map((address): Choice => {
      const name = walk.nameOf(address);
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

function abortLeadsTo(walk: Walk, { needsForce }: Question): string {
  if (needsForce === 'abort') return 'end here and leave the node as it is: it does not serve';
  return walk.saysAbort();
}
