import { hasReached } from '../cassandra/mode-order.ts';
import { lineOf } from '../cassandra/release-line.ts';
import { sameRelease } from '../cassandra/release-name.ts';
import type { StorageMode } from '../cassandra/releases.ts';
import { effectiveStorageMode } from '../cassandra/storage-mode.ts';
import { RingliftError } from '../errors.ts';
import type { NodeObservation } from '../observation.ts';
import type { Verdict } from '../verdict.ts';
import type { NodeGateInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { othersOf } from './others-of.ts';
import { sayHowMany, sayNode } from './say.ts';
import { storageModeOnDisk } from './storage-mode-as-planned.ts';

/**
 * May a node be started in a later storage mode? UPGRADING wants every other node on the same release; NONE wants each in
 * UPGRADING or NONE besides: it speaks and writes as if no other were left.
 *
 * @source utils/StorageCompatibilityMode.java of 5.0.9 and 6.0-alpha2
 */
export function othersFitMode(input: NodeGateInput): Verdict {
  const { change } = input;
  const wanted = change?.setting === 'storageMode' ? change.to : null;
  const { nodes, unknown, alone } = othersOf(input, ['host', 'version']);
  return judge('othersFitMode', {
    seen: [
      ...sayHowMany(nodes.map((seen) => `storage_compatibility_mode ${storageModeOnDisk(seen)} on disk`)),
      ...alone,
    ],
    against: [...unknown, ...nodes.flatMap((seen) => objectionsTo(input, seen, wanted))],
    standsFor: ['S4-7'],
  });
}

function objectionsTo(
  { plan }: NodeGateInput,
  seen: NodeObservation,
  wanted: StorageMode | null,
): Objection[] {
  const who = sayNode(seen);
  const release = seen.version?.release ?? null;
  if (release === null || !sameRelease(release, plan.to)) {
    return [
      {
        found: `${who} runs ${release ?? 'an unknown release'}, not ${plan.to}`,
        remedy: `Bring ${who} to ${plan.to} first, or remove it from the ring: no storage mode is left while a node is on another release.`,
      },
    ];
  }
  const mode = modeOf(seen, release);
  if (wanted !== 'NONE' || hasReached(mode, 'UPGRADING')) return [];
  return [
    {
      found: `${who} has storage_compatibility_mode ${mode ?? 'unknown'}, and NONE wants UPGRADING on every other node first`,
      remedy: `Restart ${who} in UPGRADING first: end this upgrade and start it again with the same file, which does it.`,
    },
  ];
}

function modeOf(seen: NodeObservation, release: string): StorageMode | null {
  const line = lineOf(release);
  const onDisk = storageModeOnDisk(seen);
  if (line === null || onDisk === null) return null;
  try {
    return effectiveStorageMode(line, onDisk === 'absent' ? null : onDisk);
  } catch (error) {
    if (error instanceof RingliftError) return null;
    throw error;
  }
}
