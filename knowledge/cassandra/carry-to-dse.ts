import { configurationDiff } from './configuration-diff.ts';
import { isOperatorsAlone } from './keeper-of.ts';
import type { ConfigurationInput, PlannedConfiguration } from './configuration-plan.ts';
import { sayChange } from './say-change.ts';

/**
 * The configuration for another release of DSE: the operator's files as they are, and those of the release that he has
 * none of. Which keys a release of DSE takes is not known here, so that nothing is translated: what it does not take, its
 * start says.
 */
export function carryToDse({
  conf,
  otherFiles,
  targetDefaults,
  fromRelease,
  toRelease,
}: ConfigurationInput): PlannedConfiguration {
  const shipped = Object.entries(targetDefaults).filter(
    ([name]) => conf[name] === undefined && !isOperatorsAlone(name),
  );
  const files = { ...conf, ...Object.fromEntries(shipped) };
  const added = shipped.map(([file]) =>
    sayChange({ file, key: 'the file', action: 'added', why: `${toRelease} ships it and you have none` }),
  );
  const unjudged = sayChange({
    file: 'cassandra.yaml',
    key: 'all keys',
    action: 'left open',
    why: `which of them ${toRelease} takes is not known here: compare it with the one that it ships`,
  });
  return {
    files,
    copyAsIs: otherFiles,
    changes: [unjudged, ...added],
    refused: [],
    diff: configurationDiff(conf, files, fromRelease, toRelease),
  };
}
