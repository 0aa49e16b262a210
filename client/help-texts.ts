/** Every text of `ringlift help`, so that they can be read beside each other. */
export const commandSummaries: Readonly<Record<string, string>> = {
  plan: 'Look at the cluster and show what an upgrade would do. Changes nothing.',
  start: 'Start the upgrade. It goes on by itself, whatever becomes of this terminal.',
  status: 'Show how an upgrade stands: nodes, gates, what it waits for and what to type.',
  evidence: 'Print the evidence before a door, whose digest an approver names.',
  approve: 'Let an upgrade through its door, having seen the evidence.',
  'abort-initialization': 'At the one-way door: abort what a broken-off cms initialize left behind.',
  reject: 'Keep a door shut: the upgrade then waits for retry or abort.',
  pause:
    'Stand still before the next step; a node that was begun is finished first. --now: at the next safe point.',
  resume: 'Go on after a pause.',
  retry: 'Try the step again that waits for a person; what is done already is not done again.',
  skip: 'Go on without the step, or the node, that waits for a person, where that does no harm.',
  abort: 'End the upgrade where every node serves: one that was left half done is brought back first.',
  rollback:
    'Back to the old release: all upgraded nodes, or one; with --plan only show what it takes and costs.',
  report: 'Print what happened, from the history that Temporal keeps: steps, verdicts, people, times.',
  config: 'Carry a cassandra.yaml, or a folder of Cassandra, to another release: on this computer alone.',
  'config check': 'Say what a hop makes of a configuration, and what stands in the way. Writes nothing.',
  'config migrate':
    'Print the migrated cassandra.yaml on standard output, and what was changed and why on standard error.',
  schema: 'Print the JSON Schema of the file, for editors.',
  worker: 'Run a worker: the process that reaches the nodes and does the work.',
  dev: 'Run a Temporal server and a worker on this machine, to try things.',
  help: 'Help on a command or a topic: exit-codes, file.',
};

const exampleLines: Readonly<Record<string, readonly string[]>> = {
  plan: ['ringlift plan -f prod1.yaml', 'ringlift plan -f prod1.yaml --expand > change-request.txt'],
  start: [
    'ringlift start -f prod1.yaml --watch',
    'ringlift start -f prod1.yaml --until-door || test $? -eq 6   # in a script: ends when a person is needed',
  ],
  status: [
    'ringlift status prod1',
    'ringlift status prod1 --watch          # Ctrl-C leaves the view; the upgrade goes on',
    'ringlift status prod1 --watch >> log   # without a terminal: each event once, as a line',
  ],
  evidence: ['ringlift evidence prod1', 'ringlift evidence prod1 > prod1-evidence.txt'],
  approve: [
    'ringlift approve prod1 --evidence 9f2c41d2e8aa --comment "CHG-4711"',
    'ringlift approve prod1          # on a terminal: shows the evidence and asks',
    'ringlift approve prod1 --sign ~/.ssh/id_ed25519          # where approvals are signed',
    'ringlift approve prod1 --print > approval.txt            # to sign it elsewhere',
    'ringlift approve prod1 --print --sign-with-agent         # the payload for the Web UI',
  ],
  'abort-initialization': [
    'ringlift abort-initialization prod1 --initiator 10.0.0.1 --reason "its node died in the midst"',
  ],
  reject: ['ringlift reject prod1 --reason "repair of dc2 is not through"'],
  pause: [
    'ringlift pause prod1 --reason "Black Friday"',
    'ringlift pause prod1 --now       # gates, repair and rewriting are broken off, and done again after resume',
  ],
  resume: ['ringlift resume prod1'],
  retry: ['ringlift retry prod1'],
  skip: [
    'ringlift skip prod1 --reason "cass-17 gets new disks next week"',
    'ringlift skip prod1 --force --reason "cass-17 is dead"   # asked for again: it could not be brought to serve',
  ],
  abort: [
    'ringlift abort prod1 --reason "CHG-4711 is withdrawn"',
    'ringlift abort prod1 --force --reason "we mend cass-17 by hand"   # likewise',
  ],
  rollback: [
    'ringlift rollback prod1 -f prod1.yaml --plan',
    'ringlift rollback prod1 -f prod1.yaml --reason "CHG-4711 is withdrawn" --watch',
    'ringlift rollback prod1 --node cass-06 --reason "it does not get stable"   # while the upgrade waits',
    'ringlift rollback prod1 -f prod1.yaml --forget-aside --reason "a week has passed"',
  ],
  report: ['ringlift report prod1 --out prod1.md', 'ringlift report prod1 --json | jq .nodes'],
  config: [
    'ringlift config check conf/cassandra.yaml --from 3.11 --to 4.0',
    'ringlift config migrate conf/cassandra.yaml --from 3.11 --to 4.0 > cassandra-4.0.yaml',
    'ringlift config migrate /etc/cassandra --from 4.1 --to 5.0 --shipped apache-cassandra-5.0.9/conf --java 17 --out conf-5.0',
  ],
  schema: [
    'ringlift schema > ringlift.schema.json',
    '# first line of prod1.yaml, for editors with a YAML language server:',
    '# yaml-language-server: $schema=./ringlift.schema.json',
  ],
  worker: ['ringlift worker', 'ringlift worker --address temporal.example.net:7233 --namespace databases'],
  dev: ['ringlift dev', 'ringlift dev --port 17233 --headless'],
  help: ['ringlift help exit-codes', 'ringlift help file', 'ringlift help approve'],
};

export function examples(command: string): string {
  const lines = (exampleLines[command] ?? []).map((line) => `  ${line}`);
  return lines.length === 0 ? '' : `\nExamples:\n${lines.join('\n')}`;
}

export const exitCodeHint = 'Begin with: ringlift help file      Exit codes: ringlift help exit-codes';

/** The shortest file that does everything, with what is most often changed. */
export const exampleFile = `# yaml-language-server: $schema=./ringlift.schema.json   (ringlift schema > ringlift.schema.json)
cluster: prod1                       # your name for it; one upgrade runs per name
target: 6.0.0
nodes:
  - address: 10.0.0.1                # one contact point is enough, the rest is discovered
ssh:
  user: ringlift                     # with "sudo -n" for what needs rights
  privateKeyFile: ~/.ssh/id_ed25519  # files lie on the worker: absolute, or below its user's home
install:
  file: /var/lib/ringlift/apache-cassandra-6.0.0-bin.tar.gz
  sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  home: /opt/cassandra               # the symlink that names the release in use
java:
  6.0: /usr/lib/jvm/java-17
strategy:
  canary:
    soak: 30m
    approval: true
approvals:
  who: [dba-lead, dba-oncall]        # who may open the one-way door
  required: 2
`;
