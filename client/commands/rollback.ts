import { type RollbackCommand, type RollbackInput, workflowTypes } from '../../knowledge/messages.ts';
import { printRollback } from '../../knowledge/procedures/print-rollback.ts';
import { requireConsent } from '../../knowledge/procedures/require-consent.ts';
import type { RollbackPlan } from '../../knowledge/rollback-plan.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import { ClientFailure } from '../client-failure.ts';
import { type Session, withSession } from '../connect.ts';
import type { ExitName } from '../exit-codes.ts';
import { findUpgrade } from '../find-upgrade.ts';
import { type GlobalOptions, connectSettings } from '../global-options.ts';
import { speaker } from '../identity.ts';
import { readSpec } from '../read-spec.ts';
import { sendCommand } from '../send-command.ts';
import { forgetAside, previewRollback, startRollback } from '../start-rollback.ts';
import { ringliftCommand } from '../view/tool-commands.ts';
import { watch } from './watch.ts';

export interface RollbackOptions extends GlobalOptions {
  readonly file?: string;
  readonly node?: string;
  readonly consent?: string;
  readonly reason?: string;
  readonly by?: string;
  readonly plan?: boolean;
  readonly expand?: boolean;
  readonly json?: boolean;
  readonly forgetAside?: boolean;
  readonly watch?: boolean;
}

/**
 * Back to the old release. While an upgrade runs it is told so; else the way back is a workflow of its own, whatever
 * state the upgrade was left in. What it takes and costs is looked at first, so that a refusal is told here at once.
 */
export async function rollback(cluster: string, options: RollbackOptions): Promise<ExitName> {
  const { file, node, consent, by, reason, plan = false, expand = false, json = false, ...rest } = options;
  const { forgetAside: forget = false, watch: stay = false, ...globals } = rest;
  const spec = file === undefined ? null : await specOf(cluster, file);
  const settings = connectSettings(globals);
  if (plan) {
    const input = inputOf(spec, node);
    return withSession(settings, async (session) =>
      show(await previewRollback(session, input), { expand, json }),
    );
  }
  const asked = { by: speaker(by), reason: reasonOf(reason) };
  if (forget) {
    const input = { ...inputOf(spec), ...asked };
    return withSession(settings, (session) => forgetAll(session, input));
  }
  const said = { ...asked, ...(node !== undefined && { node }), ...(consent !== undefined && { consent }) };
  return withSession(settings, async (session) => {
    const isTold = await upgradeRuns(session, cluster);
    await (isTold ? tell(session, cluster, said) : begin(session, { ...said, ...inputOf(spec, node) }));
    // A node that goes back by a word to an upgrade does not end it.
    const goal = isTold && node !== undefined ? 'done' : 'rolledBack';
    if (stay) return watch(session, cluster, { untilDoor: false, goal, ...globals });
    process.stdout.write(`  Watch it: ${ringliftCommand(`status ${cluster} --watch`, session)}\n`);
    return 'ok';
  });
}

async function tell(session: Session, cluster: string, said: RollbackCommand): Promise<void> {
  const { says } = await sendCommand(session, cluster, 'rollback', said);
  process.stdout.write(`${cluster}: ${says}\n`);
}

/** What is started is what was just shown: it looks again all the same, and refuses what has become something else. */
async function begin(session: Session, input: RollbackInput): Promise<void> {
  const { spec, node, consent } = input;
  const plan = await previewRollback(session, { spec, ...(node !== undefined && { node }) });
  process.stdout.write(printRollback(plan));
  consented(spec.cluster, plan, consent);
  const { workflowId, runId } = await startRollback(session, input);
  process.stdout.write(`\nStarted: ${spec.cluster} goes back (workflow ${workflowId}, run ${runId}).\n`);
}

async function specOf(cluster: string, file: string): Promise<SpecInput> {
  const spec = await readSpec(file);
  if (spec.cluster === cluster) return spec;
  throw new ClientFailure(
    'badInput',
    `${file} describes the cluster "${spec.cluster}", not "${cluster}". Nothing was started.`,
  );
}

function inputOf(spec: SpecInput | null, node?: string) {
  if (spec !== null) return { spec, ...(node !== undefined && { node }) };
  throw new ClientFailure(
    'badInput',
    'The file that describes the upgrade is needed: -f FILE. Only while an upgrade runs it goes without.',
  );
}

function reasonOf(reason: string | undefined): string {
  if (reason?.trim()) return reason;
  throw new ClientFailure('badInput', 'Why? --reason TEXT is needed: it is kept in the report.');
}

/** A way back that runs already is told as such by the one that would be started. */
async function upgradeRuns(session: Session, cluster: string): Promise<boolean> {
  try {
    const { runs, type } = await findUpgrade(session, cluster);
    return runs && type === workflowTypes.cluster;
  } catch (error) {
    if (error instanceof ClientFailure && error.exit === 'notFound') return false;
    throw error;
  }
}

function show(plan: RollbackPlan, { expand, json }: { expand: boolean; json: boolean }): ExitName {
  const words = plan.loses === null ? '' : ` --consent "${plan.loses}"`;
  const start = `Nothing was changed. Start it: ringlift rollback ${plan.context.cluster} -f FILE --reason "..."${words}`;
  process.stdout.write(
    json ? `${JSON.stringify(plan, null, 2)}\n` : `${printRollback(plan, { expand })}\n${start}\n`,
  );
  return 'ok';
}

function consented(cluster: string, { loses }: RollbackPlan, consent: string | undefined): void {
  try {
    requireConsent(cluster, loses, consent);
  } catch (error) {
    throw new ClientFailure('refused', error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

async function forgetAll(session: Session, input: Parameters<typeof forgetAside>[1]): Promise<ExitName> {
  const { cluster, deleted } = await forgetAside(session, input);
  const lines = deleted.flatMap(({ name, paths }) => paths.map((path) => `  ${name} ${path}\n`));
  const count = `${lines.length} ${lines.length === 1 ? 'folder' : 'folders'}`;
  process.stdout.write(
    lines.length === 0
      ? `${cluster}: nothing is set aside.\n`
      : `${cluster}: deleted ${count} that were set aside:\n${lines.join('')}`,
  );
  return 'ok';
}
