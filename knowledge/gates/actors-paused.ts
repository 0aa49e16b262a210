import type { ActorView } from '../actors.ts';
import type { Actor } from '../spec/spec.ts';
import type { Verdict } from '../verdict.ts';
import { type Objection, judge } from './judge.ts';

/** What is not known of an actor is at work until it is seen to be paused. */
export interface ActorsInput {
  readonly actors: readonly Actor[];
  readonly views: readonly ActorView[];
  readonly nameOf: (node: string) => string;
}

/** Everything of every actor that the file names is paused. An actor of which nothing was seen keeps it shut. */
export function actorsPaused({ actors, views, nameOf }: ActorsInput): Verdict {
  const say = ({ actor, node, what, detail }: ActorView) =>
    `${actor}${node === null ? '' : ` on ${nameOf(node)}`}: ${what}: ${detail}`;
  const silent = actors.filter(({ name }) => !views.some(({ actor }) => actor === name));
  return judge('actorsPaused', {
    seen: views.filter(({ state }) => state === 'paused').map(say),
    against: [
      ...silent.map(({ name }) => ({
        found: `${name}: nothing of it was seen`,
        remedy: `Find out why ${name} can not be looked at, or take it out of the file's actors and start again.`,
      })),
      ...views.filter(({ state }) => state !== 'paused').map((view) => objectionTo(view, say(view))),
    ],
    standsFor: ['S4-7', 'S4-32'],
  });
}

function objectionTo({ actor, state }: ActorView, found: string): Objection {
  return {
    found,
    remedy:
      state === 'atWork'
        ? `Find out who started ${actor} again, and pause it by hand until the upgrade has ended; or abort, which puts it back as it was.`
        : `Find out why ${actor} can not be looked at: until it is known to be paused, nothing further is begun.`,
  };
}
