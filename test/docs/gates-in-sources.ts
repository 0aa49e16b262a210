/** What the sources of the gates say of themselves: name, meaning, source and runbook steps, read from their text. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, readDocument } from './documents.ts';

export interface GateInSource {
  readonly name: string;
  readonly file: string;
  /** When it is judged. */
  readonly stages: readonly string[];
  readonly means: string;
  readonly source: string;
  readonly standsFor: readonly string[];
  readonly indirect?: true;
}

const rooms = ['knowledge/gates', 'activities/observe'];
/** Who calls which gates. */
const stages: Readonly<Record<string, string>> = {
  'knowledge/gates/judge-preflight.ts': 'preflight',
  'activities/observe/look-and-plan.ts': 'preflight',
  'activities/observe/judge-installer.ts': 'preflight',
  'knowledge/gates/judge-before-node.ts': 'before a node',
  'knowledge/gates/judge-undisturbed.ts': 'before a node',
  'knowledge/gates/judge-after-node.ts': 'after a node',
  'knowledge/gates/judge-service-before.ts': 'before a node',
  'knowledge/gates/judge-service-after.ts': 'after a node',
  'activities/change/measure-service.ts': 'before the first change',
  'knowledge/gates/cms-readiness.ts': 'door',
  'knowledge/gates/mode-readiness.ts': 'door',
  'activities/observe/verify-cms.ts': 'behind the door',
  'activities/observe/look-at-metrics.ts': 'preflight, after a node',
};
const documented = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export (?:async )?(?:function|const) (\w+)/g;
const named = /judge\(\s*'(\w+)'|^const gate = '(\w+)'/gm;

/** As the code names them to the function that weighs every verdict. */
export function gateNamesInSources(): string[] {
  const sources = rooms.flatMap((room) =>
    readdirSync(join(projectFolder, room)).map((name) => readDocument(`${room}/${name}`)),
  );
  const names = sources.flatMap((source) =>
    [...source.matchAll(named)].map(([, one, other]) => one ?? other ?? ''),
  );
  return [...new Set(names)].toSorted();
}

export function gatesInSources(): GateInSource[] {
  const callers = Object.entries(stages).map(([file, stage]) => ({ stage, text: readDocument(file) }));
  const gates = rooms.flatMap((room) =>
    readdirSync(join(projectFolder, room))
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => gatesIn(`${room}/${name}`, callers)),
  );
  return gates
    .filter(
      ({ name, indirect }) =>
        !indirect || !gates.some((other) => other.name === name && other.indirect === undefined),
    )
    .toSorted((one, other) => one.name.localeCompare(other.name) || one.file.localeCompare(other.file));
}

interface Caller {
  readonly stage: string;
  readonly text: string;
}

interface Exported {
  readonly comment: string;
  readonly function: string;
  readonly body: string;
}

/** One entry for each function that judges it; of a gate that a function beside them judges, the first of the file. */
function gatesIn(file: string, callers: readonly Caller[]): GateInSource[] {
  const text = readDocument(file);
  const names = new Set([...text.matchAll(named)].map(([, one, other]) => one ?? other ?? ''));
  if (/^judge-(?!release)/.test(file.split('/').at(-1) ?? '') || names.size === 0) return [];
  const exported = [...text.matchAll(documented)].map((match): Exported => ({
    comment: match[1] ?? '',
    function: match[2] ?? '',
    body: text.slice(match.index).split(/^}/m)[0] ?? '',
  }));
  return [...names].flatMap((name) => {
    const judging = exported.filter(
      ({ body }) => body.includes(`'${name}'`) || /(open|shut)\(\s*gate/.test(body),
    );
    const first = exported.filter((each) => callers.some((caller) => isIn(each, caller.text))).slice(0, 1);
    if (judging.length > 0) return judging.map((each) => gateOf(name, file, { text, each, callers }));
    // Judged by a function beside the exported ones: the first of these speaks for it, unless another file's does.
    return first.map((each): GateInSource => ({
      ...gateOf(name, file, { text, each, callers }),
      indirect: true,
    }));
  });
}

interface Found {
  readonly text: string;
  readonly each: Exported;
  readonly callers: readonly Caller[];
}

function gateOf(name: string, file: string, { text, each, callers }: Found): GateInSource {
  const listed = /standsFor(?:: |\s*=\s*)\[([^\]]*)\]/;
  const ids = listed.exec(each.body)?.[1] ?? listed.exec(text)?.[1] ?? '';
  const words = each.comment.replace(/^\s*\* ?/gm, '').trim();
  const stagesOfIt = callers.filter((caller) => isIn(each, caller.text)).map(({ stage }) => stage);
  return {
    ...{ name, file },
    stages: [...new Set(stagesOfIt)],
    means: flat(words.split(/@(?:source|throws|param|returns)/)[0] ?? ''),
    source: flat(/@source ([\s\S]*?)(?=@|$)/.exec(words)?.[1] ?? ''),
    standsFor: [...ids.matchAll(/'([^']+)'/g)].map(([, id]) => id ?? ''),
  };
}

function isIn(each: Exported, text: string): boolean {
  return new RegExp(`\\b${each.function}\\b`).test(text);
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
