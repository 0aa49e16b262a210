import { linesEntered } from '../cassandra/lines-entered.ts';
import type { Verdict } from '../verdict.ts';
import { clockSkew } from './clock-skew.ts';
import { configurationAccepted } from './configuration-accepted.ts';
import { cqlAnswers } from './cql-answers.ts';
import { leavesDse, readyToLeaveDse } from './ready-to-leave-dse.ts';
import { driversPinned, entersDse5 } from './drivers-pinned.ts';
import { diskSpace } from './disk-space.ts';
import { downNodesAsNamed } from './down-nodes-stay-down.ts';
import { foldersPresent } from './folders-present.ts';
import type { PreflightInput } from './gate-input.ts';
import { guardrailsFit, isGuarded } from './guardrails-fit.ts';
import { heapWithinMemory } from './heap-within-memory.ts';
import { jdkReady } from './jdk-ready.ts';
import { encryptsSomewhere, keyStoresKept } from './key-stores-kept.ts';
import { withoutInHand } from './left-out.ts';
import { nothingRunning, nothingRunningOnceQuiet } from './nothing-running.ts';
import { numTokensKept } from './num-tokens-kept.ts';
import { pathSupported } from './path-supported.ts';
import { releaseInUseKnown } from './release-in-use-known.ts';
import { replicasSafe } from './replicas-safe.ts';
import { ringUp } from './ring-up.ts';
import { schemaAgreed } from './schema-agreed.ts';
import { entersWithLoss, schemaFitsTarget } from './schema-fits-target.ts';
import { sstablesRewritten } from './sstables-rewritten.ts';
import { storageModeKept } from './storage-mode-kept.ts';
import { systemAuthReplicated } from './system-auth-replicated.ts';
import { thriftOff } from './thrift-off.ts';

/** Seed 001's pre-upgrade checklist in its order, then what it takes for granted. */
export const preflightGates = [
  pathSupported,
  ringUp,
  schemaAgreed,
  nothingRunning,
  jdkReady,
  heapWithinMemory,
  configurationAccepted,
  storageModeKept,
  numTokensKept,
  diskSpace,
  foldersPresent,
  releaseInUseKnown,
  cqlAnswers,
  systemAuthReplicated,
  clockSkew,
] as const;

/** May the upgrade begin? Every gate is judged, so that a person sees at once all that is to be mended. */
export function judgePreflight({ spec, inventory, plan }: PreflightInput): Verdict[] {
  const whileDown = spec.strategy.downNodes === 'refuse' ? [] : [downNodesAsNamed, replicasSafe];
  const inChain = plan?.hop === undefined ? [] : [sstablesRewritten];
  const entered = linesEntered(inventory, spec.target, plan?.hop);
  const inPassing = [
    ...(entersWithLoss(entered) ? [schemaFitsTarget] : []),
    ...(entered.includes('4.0') ? [thriftOff] : []),
    ...(encryptsSomewhere(inventory) ? [keyStoresKept] : []),
  ];
  const ofDse = [
    ...(leavesDse(spec, inventory) ? [readyToLeaveDse] : []),
    ...(entersDse5(spec, inventory) ? [driversPinned] : []),
  ];
  const input = { spec, inventory: withoutInHand(inventory), ...(plan && { plan }) };
  const guarded = isGuarded(input.inventory.nodes, spec.target) ? [guardrailsFit] : [];
  const gates = preflightGates.map((gate) =>
    gate === nothingRunning && spec.actors.length > 0 ? nothingRunningOnceQuiet : gate,
  );
  return [...gates, ...guarded, ...inChain, ...ofDse, ...inPassing, ...whileDown].map((gate) => gate(input));
}
