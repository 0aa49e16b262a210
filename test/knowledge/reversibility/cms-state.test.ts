import { expect, test } from 'vitest';
import { type CmsSeen, cmsState } from '../../../knowledge/reversibility/cms-state.ts';
import { cmsInGossipMode } from '../gates/healthy-node.ts';

const gossip = cmsInGossipMode();
const seen = (over: Partial<CmsSeen> = {}): CmsSeen => ({
  name: 'cass1',
  release: '6.0-alpha2',
  running: true,
  cms: null,
  metadataLog: null,
  ...over,
});

test.each<[string, CmsSeen[]]>([
  ['where no release has cluster metadata', [seen({ release: '5.0.9' }), seen({ release: '4.1.10' })]],
  [
    'while a node runs an older release: initialize refuses',
    [seen(), seen({ name: 'cass2', release: '5.0.9' })],
  ],
  ['where a node says GOSSIP', [seen({ cms: gossip }), seen({ name: 'cass2' })]],
  ['where no disk has a log of it', [seen({ metadataLog: 0 }), seen({ metadataLog: 0, running: false })]],
])('not begun %s', (_, nodes) => {
  expect(cmsState(nodes).state).toBe('notBegun');
});

test.each<[string, Partial<CmsSeen>]>([
  ['a node says LOCAL', { cms: { ...gossip, serviceState: 'LOCAL', identifier: '42', epoch: '3' } }],
  ['a node has members', { cms: { ...gossip, members: ['10.0.0.1'] } }],
  ['a node migrates', { cms: { ...gossip, isMigrating: true } }],
  ['a disk holds a log of it', { metadataLog: 1 }],
])('begun where %s, whatever the others are', (_, over) => {
  const others = [seen({ release: '5.0.9' }), seen({ cms: gossip }), seen({ metadataLog: 0 })];
  expect(cmsState([...others, seen(over)]).state).toBe('begun');
});

test('not known where nobody tells and a disk could not be looked at', () => {
  const silent = [seen({ metadataLog: 0 }), seen({ name: 'cass2' })];
  expect(cmsState(silent)).toEqual({
    state: 'unknown',
    fact: 'cass2 did not tell whether the CMS is initialized',
  });
});

test('an older release that is stopped proves nothing: it may have been ignored', () => {
  expect(cmsState([seen(), seen({ release: '5.0.9', running: false })]).state).toBe('unknown');
});
