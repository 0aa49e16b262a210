/** The operator's cassandra-env.sh, judged and fitted for another release. A shell script: of one of 4.0 or later a name is changed at most. */
import { carryEnvScript } from './carry-env-script.ts';
import type { Collector } from './garbage-collector.ts';
import { refusedByJdk } from './jdk-refusals.ts';
import { agentsInRelease } from './release-agents.ts';
import { isBefore } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';

export interface EnvScriptInput {
  readonly text: string;
  /** The target's own; null: it brings none. */
  readonly targetDefault: string | null;
  /** The source's own, where known. */
  readonly oldDefault: string | null;
  readonly fromLine: ReleaseLine;
  readonly toLine: ReleaseLine;
  readonly jdkMajor: number;
  readonly collector: Collector | null;
  /** The release in use and the link that names it, where known. */
  readonly releaseFolders?: readonly string[] | undefined;
}

export interface FittedEnvScript {
  readonly text: string;
  readonly changes: readonly { readonly key: string; readonly why: string }[];
  readonly refused: readonly { readonly key: string; readonly why: string; readonly remedy: string }[];
}

/**
 * - Its `-javaagent` names a version of jamm that the next release does not bring, and the JVM does not start ("Error
 *   opening zip file or JAR manifest missing"): that name is changed. @source lib/ of 3.11.19 (0.3.0), 4.0.19 and 4.1.10
 *   (0.3.2), 5.0.9 and 6.0-alpha2 (0.4.0); measured on OpenJDK 11, 17 and 21
 * - The script of 3.x reads `jvm.options`, which 4.0 and later do not have: the target's is taken, with the operator's own
 *   lines in it. @source conf/cassandra-env.sh of 3.11.5 and 4.0-alpha2
 * - An agent of the operator's inside the release is not there after the switch.
 * - JMX settings stay as they are: 6.0 takes them from the script as long as cassandra.yaml has no jmx_server_options.
 *   @source config/DatabaseDescriptor.java of 6.0-alpha2
 */
export function fitEnvScript(input: EnvScriptInput): FittedEnvScript {
  const { text, targetDefault, fromLine, toLine } = input;
  if (isBefore(fromLine, '4.0') && !isBefore(toLine, '4.0')) return fromThree(input);
  const jamm = fitJamm(text, jammIn(targetDefault ?? '') ?? jammOf(toLine));
  return {
    text: jamm.text,
    changes: jamm.renamed.map((old) => ({ key: old, why: `${jamm.to} is what ${toLine} brings` })),
    refused: [...refusedFlags(input), ...unpairedHeap(input), ...agents(input)],
  };
}

/** Once carried, it is the target's script with the same lines in it, and is carried to itself. */
function fromThree(input: EnvScriptInput): FittedEnvScript {
  const { text, targetDefault, oldDefault, fromLine, toLine } = input;
  if (targetDefault === null) return { text, changes: [], refused: [ofThree(fromLine, toLine)] };
  if (text === oldDefault) {
    const why = `that of ${toLine}: yours was the release's own`;
    return { text: targetDefault, changes: [{ key: 'all', why }], refused: [] };
  }
  const script = carryEnvScript(text, targetDefault, oldDefault, (line) => {
    const [unfit] = refusedFlags({ ...input, text: line });
    return unfit?.why ?? null;
  });
  const carried = { ...input, text: script.text };
  return {
    text: script.text,
    changes:
      text === script.text
        ? []
        : [
            { key: 'all', why: `that of ${toLine}, since the one of ${fromLine} reads jvm.options` },
            ...script.carried.map(({ line, action }) => ({
              key: line,
              why: action === 'carried' ? 'carried into it' : 'off in it',
            })),
            ...script.dropped.map(({ line, why }) => ({ key: line, why: `not carried: ${why}` })),
          ],
    refused: [
      ...script.refused.map((line) => notCarried(line, fromLine, toLine)),
      ...refusedFlags(carried),
      ...unpairedHeap(carried),
      ...agents(carried),
    ],
  };
}

function notCarried(line: string, fromLine: ReleaseLine, toLine: ReleaseLine) {
  return {
    key: line,
    why: `no plain setting: the script of ${toLine} takes the place of that of ${fromLine}, and this line would be lost`,
    remedy:
      'Write it in cassandra-env.sh as NAME=value or as JVM_OPTS="$JVM_OPTS ...", or move it to the service.',
  };
}

function agents({ text, releaseFolders }: EnvScriptInput): FittedEnvScript['refused'] {
  return agentsInRelease(activeLines(text), 'cassandra-env.sh', releaseFolders);
}

function fitJamm(text: string, to: string) {
  const renamed: string[] = [];
  const fitted = text.replace(
    /^(?!\s*#)(.*-javaagent:\S*)(jamm-[\w.]+?\.jar)/gm,
    (whole, before: string, old: string) => {
      if (old === to) return whole;
      renamed.push(old);
      return before + to;
    },
  );
  return { text: fitted, to, renamed };
}

function jammIn(text: string): string | null {
  return /^(?!\s*#).*-javaagent:\S*(jamm-[\w.]+?\.jar)/m.exec(text)?.[1] ?? null;
}

function jammOf(line: ReleaseLine): string {
  if (isBefore(line, '4.0')) return 'jamm-0.3.0.jar';
  return isBefore(line, '5.0') ? 'jamm-0.3.2.jar' : 'jamm-0.4.0.jar';
}

function refusedFlags({ text, jdkMajor }: EnvScriptInput): FittedEnvScript['refused'] {
  const words = activeLines(text).flatMap((line) => line.match(/(?<=[\s"'=])-[XDd][^\s"'$`]*/g) ?? []);
  return [...new Set(words)]
    .flatMap((flag) => ({ flag, why: refusedByJdk(flag, jdkMajor) }))
    .flatMap(({ flag, why }) =>
      why === null
        ? []
        : [
            {
              key: flag,
              why: `Java ${jdkMajor} does not start with it: ${why}`,
              remedy: `Remove ${flag} from cassandra-env.sh.`,
            },
          ],
    );
}

/** The script ends itself when one is set without the other and the collector is not G1, be it ZGC. */
function unpairedHeap({ text, collector }: EnvScriptInput): FittedEnvScript['refused'] {
  const sets = (name: string) =>
    activeLines(text).some((line) => new RegExp(`^(export )?${name}=\\S`).test(line));
  const paired = sets('MAX_HEAP_SIZE') === sets('HEAP_NEWSIZE');
  if (paired || collector === 'G1' || !text.includes('MAX_HEAP_SIZE and HEAP_NEWSIZE in pairs')) return [];
  return [
    {
      key: 'MAX_HEAP_SIZE',
      why: `set without HEAP_NEWSIZE, and the script ends itself when the collector is not G1 but ${collector ?? 'none'}`,
      remedy: 'Move the heap size from cassandra-env.sh to -Xms and -Xmx in jvm-server.options.',
    },
  ];
}

function ofThree(fromLine: ReleaseLine, toLine: ReleaseLine) {
  return {
    key: 'jvm.options',
    why: `the script of ${fromLine} reads it, and ${toLine} has none: heap and collector would be lost`,
    remedy: `Put your settings into jvm.options and restore the script of ${fromLine} as it was shipped, so that the one of ${toLine} can take its place.`,
  };
}

function activeLines(text: string): string[] {
  return text.split('\n').filter((line) => !/^\s*#/.test(line));
}
