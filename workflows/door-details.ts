import { approvalNamespace, signedText } from '../knowledge/approval-text.ts';
import { type Waiting, clusterWorkflowId } from '../knowledge/messages.ts';

type DoorWaiting = Extract<Waiting, { for: 'approval' }>;

/** The Web UI asks for the rendered text by GET: what is long is cut, the whole is in `ringlift status`. */
const longestFact = 300;
const mostChanges = 5;

/** The door on the workflow's page of Temporal's Web UI, as Markdown: the commands first. */
export function doorDetails(cluster: string, waiting: DoorWaiting): string[] {
  const { approvals, required, verdicts, warning, who, evidence } = waiting;
  const shut = verdicts.filter((verdict) => !verdict.open);
  const open = verdicts.filter((verdict) => verdict.open);
  return [
    `### ▲ Waits for approval: ${approvals.length} of ${required}`,
    warning,
    ...(shut.length > 0
      ? [`**${shut.length} of ${verdicts.length} gates are shut: nothing can be approved until they open.**`]
      : []),
    ...shut.map(
      (verdict) => `- ✗ ${verdict.gate}: ${cut(verdict.evidence[0] ?? '')}. ${cut(verdict.remedy)}`,
    ),
    ...changeLines(waiting),
    `may approve: ${who.join(', ')}`,
    `evidence: \`${evidence}\``,
    ...(waiting.toSign === undefined
      ? plainly(cluster, evidence)
      : signed(cluster, evidence, waiting.toSign)),
    ...open.map((verdict) => `- ✓ ${verdict.gate}: ${cut(verdict.evidence[0] ?? '')}`),
  ];
}

/** The answer to the query `evidence`: the digest, the facts behind it, and what is signed where approvals are. */
export function evidenceText({ evidence, facts, toSign }: DoorWaiting): string {
  const text = [evidence, ...facts];
  if (toSign === undefined) return text.join('\n');
  const how = `Approvals are signed: ssh-keygen -Y sign -n ${approvalNamespace}, over these lines with your own name in the last:`;
  return [...text, '', how, '', signedText(toSign, 'your-name')].join('\n');
}

function changeLines({ changed }: DoorWaiting): string[] {
  if (!changed) return [];
  const lines = changed.difference.slice(0, mostChanges).map((line) => cut(line));
  return [`changed at ${changed.at.slice(11, 19)}, approvals of before are void:`, code(lines.join('\n'))];
}

function plainly(cluster: string, evidence: string): string[] {
  const short = shortOf(evidence);
  const payload = `{"by":"your-name","evidence":"${short}","comment":"why"}`;
  const workflow = clusterWorkflowId(cluster);
  return [
    code(`ringlift approve ${cluster} --evidence ${short} --comment "why"`),
    `or send the signal \`approve\` with`,
    code(payload),
    code(
      `temporal workflow signal -w ${workflow} --name approve \\\n  --input '${payload}'\n` +
        `tctl workflow signal -w ${workflow} -n approve \\\n  -i '${payload}'`,
    ),
  ];
}

function signed(cluster: string, evidence: string, toSign: string): string[] {
  const short = shortOf(evidence);
  const text = signedText(toSign, 'your-name').trimEnd();
  const sign = `ssh-keygen -Y sign -n ${approvalNamespace} -f ~/.ssh/id_ed25519 approval.txt\ntr '\\n' ' ' < approval.txt.sig`;
  return [
    code(`ringlift approve ${cluster} --evidence ${short} --sign KEYFILE --comment "why"`),
    `or sign these lines, each with its end, your name in the last:`,
    code(text),
    code(sign),
    `and send the signal \`approve\` with`,
    code(`{"by":"your-name","evidence":"${short}","signature":"WHAT THAT PRINTED"}`),
  ];
}

function shortOf(digest: string): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 12);
}

function cut(text: string): string {
  return text.length <= longestFact ? text : `${text.slice(0, longestFact)}…`;
}

function code(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}
