/**
 * The one file that an operator writes: what it may hold, what it means and what stands when it is silent.
 * The only place of validation and of defaults; `ringlift schema` prints it as JSON Schema for editors.
 * Secrets never enter it: only names of files and of environment variables on the worker.
 */
import { z } from 'zod';
import { refuseContradictions } from './refuse-contradictions.ts';
import { actor } from './sections/actor-settings.ts';
import { approvals } from './sections/approval-settings.ts';
import { cms } from './sections/cms-settings.ts';
import { backup, repair, sstables } from './sections/data-settings.ts';
import { dse } from './sections/dse-settings.ts';
import { jdk } from './sections/jdk-settings.ts';
import { gates } from './sections/gate-settings.ts';
import { install } from './sections/install-settings.ts';
import { metrics } from './sections/metrics-settings.ts';
import { node, overrides } from './sections/node-overrides.ts';
import { notify } from './sections/notify-settings.ts';
import { cql, jolokia, nodetool } from './sections/question-settings.ts';
import { insisted, stop } from './sections/release-settings.ts';
import { absolutePath, release } from './sections/scalars.ts';
import { java, service } from './sections/service-settings.ts';
import { ssh } from './sections/ssh-settings.ts';
import { storage } from './sections/storage-settings.ts';
import { strategy } from './sections/strategy-settings.ts';

export const specSchema = z
  .strictObject({
    cluster: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'a name of letters, digits, "_", "." or "-"')
      .describe('Your name for the cluster; one upgrade runs per name.'),
    target: release.describe('The release to end on.'),
    via: z
      .array(stop)
      .optional()
      .describe('Releases to go through before the target, in order; each hop is whole before the next.'),
    insist: z
      .array(insisted)
      .optional()
      .describe('Releases that are wanted in spite of defects for which Ringlift refuses them.'),
    preconditions: z
      .array(z.string().trim().min(1))
      .min(1)
      .optional()
      .describe('What Ringlift can not see and a person of `approvals` confirms before the first change.'),
    nodes: z.array(node).min(1).describe('One contact point is enough: the rest is discovered by gossip.'),
    dataCenters: z.record(z.string().min(1), overrides).default({}),
    ssh,
    install,
    service: service.prefault({ kind: 'systemd' }),
    java,
    jdk: jdk.optional(),
    nodetool: nodetool.prefault({}),
    cql: cql.prefault({}),
    jolokia: jolokia
      .optional()
      .describe(
        "A Jolokia agent in every node's JVM, through which metrics are read in place of nodetool. Absent: nodetool.",
      ),
    metrics: metrics
      .optional()
      .describe('Where your monitoring collects metrics: those of every node must arrive there.'),
    strategy: strategy.prefault({}),
    gates: gates.prefault({}),
    backup: backup.prefault({}),
    sstables: sstables.prefault({}),
    repair: repair.prefault({}),
    storage: storage
      .optional()
      .describe('Rolling restarts to a later storage_compatibility_mode; default: it is left as it is.'),
    cms: cms.prefault({}),
    dse: dse.optional().describe('What the hops of DataStax Enterprise need to be told.'),
    approvals,
    actors: z.array(actor).default([]).describe('Who else works on the cluster, to be paused meanwhile.'),
    notify: notify.optional().describe('Called whenever the upgrade waits for a person, and when it ends.'),
    stateFolder: absolutePath
      .default('/var/lib/ringlift')
      .describe('Folder on every node for the journal, the lock and restore points of configuration.'),
  })
  // Also beside other problems, so that a person is told all of them at once: parts may be missing then.
  .superRefine(refuseContradictions, { when: () => true });

/** What the file may look like before defaults. */
export type SpecInput = z.input<typeof specSchema>;
/** The file with every default filled in. */
export type Spec = z.output<typeof specSchema>;
export type SshSettings = Spec['ssh'];
export type InstallSettings = Spec['install'];
export type InstallMethod = InstallSettings['method'];
export type PackageFile = NonNullable<InstallSettings['also']>[number];
export type ServiceSettings = Spec['service'];
export type CqlSettings = Spec['cql'];
export type NodetoolSettings = Spec['nodetool'];
export type DseSettings = NonNullable<Spec['dse']>;
export type JolokiaSettings = NonNullable<Spec['jolokia']>;
export type MetricsSettings = NonNullable<Spec['metrics']>;
export type GateSettings = Spec['gates'];
export type MaintenanceWindow = NonNullable<Spec['strategy']['windows']>[number];
export type Stop = NonNullable<Spec['via']>[number];
export type Actor = Spec['actors'][number];
export type NotifySettings = NonNullable<Spec['notify']>;
