import type { Verdict } from '../verdict.ts';
import type { LogClass, NodeGateInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import { count, sayNode } from './say.ts';

/**
 * Since its start the node's log shows no more kinds of new errors than the file allows: errors that are known to be
 * harmless at a start, or that it logged before it was drained as well, are not new. New warnings are evidence.
 *
 * @source seed 001, gate 4
 */
export function logClean(input: NodeGateInput): Verdict {
  const { spec, plan, node, log, before } = input;
  const place = plan.nodes.find((each) => each.node === node) ?? { node, name: node };
  const who = sayNode(place);
  const standsFor = ['S1-G4', 'S4-27'];
  const { unknown } = looked(input.observations, [], [place]);
  if (log === null) return judge('logClean', { seen: [], against: [...unknown, unread(who)], standsFor });
  const fresh = log.classes.filter(
    ({ known, key }) => known === null && !Object.hasOwn(before?.logClasses ?? {}, key),
  );
  const errors = fresh.filter(({ level }) => level === 'ERROR');
  const warnings = fresh.filter(({ level }) => level === 'WARN');
  const tooMany = errors.length > spec.gates.maxNewLogErrors;
  return judge('logClean', {
    seen: [
      `${who}: ${count(log.lines, 'line')} of ${log.file} since its start, ${count(errors.length, 'kind')} of new errors, at most ${spec.gates.maxNewLogErrors} allowed`,
      ...(before ? [] : ['nothing was kept of its log of before: every kind counts as new']),
      ...(tooMany ? [] : errors.map((each) => `new ERROR ${sayClass(each)}`)),
      ...warnings.map((each) => `new WARN ${sayClass(each)}`),
    ],
    against: [
      ...unknown,
      ...(log.startupComplete ? [] : [notStarted(who, log.file)]),
      ...(tooMany ? errors.map((each) => newError(who, log.file, each)) : []),
    ],
    standsFor,
  });
}

function sayClass({ count: times, example }: LogClass): string {
  return `(${times} times): ${example}`;
}

function newError(who: string, file: string, each: LogClass): Objection {
  return {
    found: `${who}: new ERROR ${sayClass(each)}`,
    remedy: `Read ${file} on ${who} and mend the cause; where it is harmless, raise gates.maxNewLogErrors in the file.`,
  };
}

function notStarted(who: string, file: string): Objection {
  return {
    found: `${who}: "Startup complete" was not seen in ${file} since its start`,
    remedy: `Wait for the start of ${who} to end; if it does not, read ${file} there for what it waits for.`,
  };
}

function unread(who: string): Objection {
  return {
    found: `${who}: its log since the start could not be read`,
    remedy: `Make system.log readable on ${who} (its folder, its owner, logback.xml), then retry.`,
  };
}
