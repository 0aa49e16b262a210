/** The configuration that the target starts with: which file comes from whom, merged where both have a say. */
import { RingliftError } from '../errors.ts';
import type { Release } from '../topology.ts';
import { carryToDse } from './carry-to-dse.ts';
import { configurationDiff } from './configuration-diff.ts';
import type { ConfigurationInput, PlannedConfiguration } from './configuration-plan.ts';
import { configurationLineOf, dseReleaseOf } from './dse-release.ts';
import { fitEnvScript } from './env-script.ts';
import { fitLogback } from './fit-logback.ts';
import { isOperatorsAlone, keeperOf } from './keeper-of.ts';
import { metricsNotes } from './metrics-notes.ts';
import { mergeJvmOptions } from './merge-jvm-options.ts';
import type { Files, MergedJvm } from './merge-jvm-options.ts';
import { mergeCassandraYaml } from './merge-yaml.ts';
import type { ReleaseLine } from './release-line.ts';
import { factsOf, storageModes } from './releases.ts';
import type { StorageMode } from './releases.ts';
import { sayChange } from './say-change.ts';

/**
 * Pure and repeatable: planning again from a planned configuration gives it back.
 * @throws RingliftError FileMissing without a cassandra.yaml, ConfigurationRefused when it is unreadable, UnsupportedPath
 *   for a release of no known line
 */
export function planConfiguration(input: ConfigurationInput): PlannedConfiguration {
  const { conf, targetDefaults, oldDefaults, fromRelease, toRelease, jdkMajor, fromJdkMajor } = input;
  if (dseReleaseOf(toRelease)?.line) return carryToDse(input);
  const hop = { fromLine: knownLine(fromRelease), toLine: knownLine(toRelease) };
  const yaml = mergeCassandraYaml({
    ...hop,
    text: yamlIn(conf, fromRelease),
    storageMode: modeFor(hop.toLine, input.storageMode),
    ...(input.names && { names: input.names }),
  });
  const jvm = mergeJvmOptions({
    ...hop,
    oldFiles: conf,
    oldDefaults,
    newDefaults: targetDefaults,
    jdkMajor,
    fromJdkMajor,
    releaseFolders: input.releaseFolders,
  });
  const env = envScript(input, hop, jvm);
  const logback = logbackXml(input, hop.toLine);
  const files = {
    ...keptFiles(input, hop.toLine),
    ...jvm.files,
    ...env.files,
    ...logback.files,
    'cassandra.yaml': yaml.text,
  };
  const inYaml = <T>(each: T) => ({ ...each, file: 'cassandra.yaml' });
  return {
    files,
    copyAsIs: input.otherFiles,
    changes: [
      ...yaml.changes.filter(({ action }) => action !== 'kept').map(inYaml),
      ...yaml.notes.map((note) => inYaml({ ...note, action: 'left open' })),
      ...jvm.changes,
      ...env.changes,
      ...logback.changes,
      ...metricsNotes(conf, hop.fromLine, hop.toLine).map((note) => ({ ...note, action: 'left open' })),
      ...leftBehind(input, hop.toLine),
      // Many, and nothing to do about them: last.
      ...yaml.changes.filter(({ action }) => action === 'kept').map(inYaml),
    ].map(sayChange),
    refused: [...yaml.refused.map(inYaml), ...jvm.refused, ...env.refused],
    diff: configurationDiff(conf, files, fromRelease, toRelease),
  };
}

interface Hop {
  readonly fromLine: ReleaseLine;
  readonly toLine: ReleaseLine;
}

const envFile = 'cassandra-env.sh';

function envScript(
  { conf, targetDefaults, oldDefaults, jdkMajor, releaseFolders }: ConfigurationInput,
  hop: Hop,
  jvm: MergedJvm,
) {
  const text = conf[envFile];
  const shipped = targetDefaults[envFile];
  if (text === undefined) {
    const files: Files = shipped === undefined ? {} : { [envFile]: shipped };
    return { files, changes: [], refused: [] };
  }
  const fitted = fitEnvScript({
    ...hop,
    text,
    targetDefault: shipped ?? null,
    oldDefault: oldDefaults?.[envFile] ?? null,
    jdkMajor,
    collector: jvm.collector,
    releaseFolders,
  });
  const files: Files = { [envFile]: fitted.text };
  return {
    files,
    changes: fitted.changes.map((change) => ({ ...change, file: envFile, action: 'replaced' })),
    refused: fitted.refused.map((refusal) => ({ ...refusal, file: envFile })),
  };
}

function logbackXml({ conf, targetDefaults }: ConfigurationInput, line: ReleaseLine) {
  const file = 'logback.xml';
  const text = conf[file];
  if (text === undefined) return { files: {}, changes: [] };
  const fitted = fitLogback(text, targetDefaults[file] ?? null, line);
  const files: Files = { [file]: fitted.text };
  return { files, changes: fitted.changes.map((change) => ({ ...change, file })) };
}

/**
 * All that is not merged: the operator's, the target's where it is the target's, and what only the target has, but for
 * what would say where the node is.
 */
function keptFiles({ conf, targetDefaults }: ConfigurationInput, line: ReleaseLine): Files {
  const theirs = Object.entries(conf).filter(([name]) => keeperOf(name, line) === 'operator');
  const shipped = Object.entries(targetDefaults).filter(
    ([name]) => keeperOf(name, line) !== 'merged' && !isOperatorsAlone(name),
  );
  return Object.fromEntries([...shipped, ...theirs]);
}

function leftBehind({ conf, targetDefaults }: ConfigurationInput, line: ReleaseLine) {
  return Object.keys(conf)
    .filter(
      (name) =>
        name.endsWith('.options') && keeperOf(name, line) === 'nobody' && targetDefaults[name] === undefined,
    )
    .map((file) => ({ file, key: 'the file', action: 'left behind', why: whyLeft(file, line) }));
}

function whyLeft(file: string, line: ReleaseLine): string {
  const general = factsOf[line].jvmOptions.general;
  return file === 'jvm.options'
    ? `${line} reads ${general}, where its lines are`
    : `${line} does not read it`;
}

function yamlIn(conf: Files, release: Release): string {
  const text = conf['cassandra.yaml'];
  if (text !== undefined) return text;
  throw new RingliftError('FileMissing', {
    where: `the configuration of ${release}`,
    what: 'it has no cassandra.yaml',
    found: Object.keys(conf).join(', ') || 'no file',
    next: 'Name the folder of cassandra.yaml as install.conf in the file.',
  });
}

function modeFor(line: ReleaseLine, planned: string | null): StorageMode | null {
  const hasModes = factsOf[line].modeWhenAbsent !== null;
  const mode = storageModes.find((each) => each === planned && factsOf[line].writes[each]) ?? null;
  if (hasModes === (mode !== null) && (mode !== null) === (planned !== null)) return mode;
  throw new RingliftError('ConfigurationRefused', {
    where: 'the plan',
    what: `its storage compatibility mode is none of ${line}'s`,
    expected: hasModes ? storageModes.filter((each) => factsOf[line].writes[each]).join(', ') : 'none',
    found: planned ?? 'none',
    next: 'Plan again.',
  });
}

function knownLine(release: Release): ReleaseLine {
  const line = configurationLineOf(release);
  if (line) return line;
  throw new RingliftError('UnsupportedPath', {
    where: release,
    what: 'it is of no release line that is known here',
    next: 'Check which software the node runs.',
  });
}
