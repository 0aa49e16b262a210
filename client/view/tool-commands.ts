import { clusterWorkflowId, type CommandName } from '../../knowledge/messages.ts';
import type { ViewOptions } from './view-options.ts';

type Space = Pick<ViewOptions, 'namespace'>;
type Payload = Readonly<Record<string, string>>;

/** What a person types next: `ringlift ` and the command, in the namespace that is looked at. */
export function ringliftCommand(command: string, space: Space): string {
  return `ringlift ${command}${namespaceOption(space)}`;
}

/** The same command for Temporal's own tool, as an Update: it answers, and says why when it is refused. */
export function temporalCommand(cluster: string, name: CommandName, payload: Payload, space: Space): string {
  const id = clusterWorkflowId(cluster);
  const input = withName(payload);
  return `temporal workflow update execute${namespaceOption(space)} --workflow-id ${id} --name ${name} --input '${input}'`;
}

/** The same as a Signal, for the older tool: it gives no answer, so look at the status afterwards. */
export function tctlCommand(cluster: string, name: CommandName, payload: Payload, space: Space): string {
  const id = clusterWorkflowId(cluster);
  const input = withName(payload);
  return `tctl${namespaceOption(space)} workflow signal --workflow_id ${id} --name ${name} --input '${input}'`;
}

function withName(payload: Payload): string {
  return JSON.stringify({ by: 'YOUR-NAME', ...payload });
}

function namespaceOption({ namespace }: Space): string {
  return namespace === undefined || namespace === 'default' ? '' : ` --namespace ${namespace}`;
}
