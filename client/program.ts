import { Command, InvalidArgumentError, Option } from 'commander';
import { commandSummaries, examples, exitCodeHint } from './help-texts.ts';
import type { ExitName } from './exit-codes.ts';

/** A command's work, loaded only when it is asked for: a help text must not wait for Temporal's client. */
type Run = (command: Command) => Promise<ExitName>;

/** The command line of ringlift. @param finish told how the command ended, unless it threw */
export function makeProgram(version: string, finish: (exit: ExitName) => void): Command {
  const program = new Command('ringlift')
    .description(
      'Carries running Apache Cassandra clusters to a newer release, in place, durably, on Temporal.',
    )
    .version(version, '-V, --version')
    .option(
      '--address <host:port>',
      "Temporal's frontend; default: TEMPORAL_ADDRESS, the profile, 127.0.0.1:7233",
    )
    .option('--namespace <name>', "Temporal's namespace; default: TEMPORAL_NAMESPACE, the profile, default")
    .option('--profile <name>', "profile of Temporal's own client settings; default: TEMPORAL_PROFILE")
    .option('--task-queue <name>', 'the queue that the worker polls; default: cassandra-upgrade')
    .option('--no-color', 'no colours (NO_COLOR does the same; without a terminal there are none)')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('Usage and examples: add --help.')
    .exitOverride()
    .addHelpText('after', `\n${exitCodeHint}`);

  const add = (usage: string, define: (command: Command) => Command, run: Run): void => {
    const command = program.command(usage);
    const name = command.name();
    command.description(commandSummaries[name] ?? '').addHelpText('after', () => examples(name));
    define(command).action(async () => finish(await run(command)));
  };
  addReading(add);
  addCommands(add);
  addRollback(add);
  addConfig(program, finish);
  addOthers(add, program);
  return program;
}

type Add = (usage: string, define: (command: Command) => Command, run: Run) => void;

const fileOption = () =>
  new Option(
    '-f, --file <file>',
    'the file that describes the upgrade, YAML or JSON; - for standard input',
  ).makeOptionMandatory();
const byOption = () => new Option('--by <name>', 'who speaks; default: RINGLIFT_USER, else your login name');
const reasonOption = () => new Option('--reason <text>', 'why; it is kept in the report');
function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('Allowed: a whole number from 1 to 65535.');
}
const clusterOf = (command: Command): string => command.args[0] ?? '';

function addReading(add: Add): void {
  add(
    'plan',
    (command) =>
      command
        .addOption(fileOption())
        .option('--json', 'the plan and its verdicts as JSON')
        .option('--expand', 'the steps below every node, not once below the first'),
    async (command) => (await import('./commands/plan.ts')).plan(command.optsWithGlobals()),
  );
  add(
    'start',
    (command) =>
      command
        .addOption(fileOption())
        .option('--watch', 'stay and watch until it ends')
        .option('--until-door', 'stay and watch until it ends or waits for a person (exit code 6)'),
    async (command) => (await import('./commands/start.ts')).start(command.optsWithGlobals()),
  );
  add(
    'status <cluster>',
    (command) =>
      command
        .option('--watch', 'stay and watch until it ends')
        .option('--until-door', 'stay and watch until it ends or waits for a person (exit code 6)')
        .addOption(new Option('--json', 'the status as JSON').conflicts(['watch', 'untilDoor'])),
    async (command) =>
      (await import('./commands/status.ts')).status(clusterOf(command), command.optsWithGlobals()),
  );
  add(
    'evidence <cluster>',
    (command) => command,
    async (command) =>
      (await import('./commands/evidence.ts')).evidence(clusterOf(command), command.optsWithGlobals()),
  );
  add(
    'report <cluster>',
    (command) =>
      command
        .option('--json', 'the report as JSON')
        .option('--out <file>', 'write it to a file')
        .option('--run-id <id>', 'an earlier upgrade of this cluster; default: the newest'),
    async (command) =>
      (await import('./commands/report.ts')).report(clusterOf(command), command.optsWithGlobals()),
  );
}

function addCommands(add: Add): void {
  add(
    'approve <cluster>',
    (command) =>
      command
        .option('--evidence <hash>', 'digest of the evidence that you saw: 8 hex digits or more')
        .option('--comment <text>', 'kept in the report, such as the number of a change')
        .addOption(
          new Option(
            '--sign <file>',
            'sign with this private SSH key, where approvals are signed; default: RINGLIFT_SIGNING_KEY',
          ).conflicts('signWithAgent'),
        )
        .option('--sign-with-agent [file]', 'sign with a key of the SSH agent; with several: its .pub file')
        .option('--print', 'send nothing: print what is to be signed, or with a key the signed payload')
        .addOption(byOption()),
    async (command) =>
      (await import('./commands/approve.ts')).approve(clusterOf(command), command.optsWithGlobals()),
  );
  add(
    'abort-initialization <cluster>',
    (command) =>
      command
        .requiredOption('--initiator <address>', 'the node that began it, as the shut gate says')
        .addOption(reasonOption().makeOptionMandatory())
        .addOption(byOption()),
    async (command) =>
      (await import('./commands/abort-initialization.ts')).abortInitialization(
        clusterOf(command),
        command.optsWithGlobals(),
      ),
  );
  for (const name of ['reject', 'pause', 'resume', 'retry', 'skip', 'abort'] as const) {
    add(
      `${name} <cluster>`,
      (command) => {
        if (name === 'pause') command.option('--now', 'break off what can be: it is done again after resume');
        if (name === 'skip' || name === 'abort')
          command.option('--force', 'leave a node as it is that could not be brought to serve');
        return command
          .addOption(reasonOption().makeOptionMandatory(['reject', 'skip', 'abort'].includes(name)))
          .addOption(byOption());
      },
      async (command) =>
        (await import('./commands/say.ts')).say(name, clusterOf(command), command.optsWithGlobals()),
    );
  }
}

function addRollback(add: Add): void {
  add(
    'rollback <cluster>',
    (command) =>
      command
        .option('-f, --file <file>', 'the file that describes the upgrade; not needed while one runs')
        .option('--node <name>', 'one node, by name or address; default: all that were upgraded')
        .option('--consent <text>', 'where something is lost for good: the words of what, repeated')
        .addOption(reasonOption())
        .addOption(byOption())
        .option('--plan', 'look, and show what it would take and cost; changes nothing')
        .option('--expand', 'with --plan: the steps below every node')
        .option('--json', 'with --plan: the plan as JSON')
        .option('--forget-aside', 'delete what earlier ways back set aside on every node')
        .option('--watch', 'stay and watch until it ends'),
    async (command) =>
      (await import('./commands/rollback.ts')).rollback(clusterOf(command), command.optsWithGlobals()),
  );
}

function addConfig(program: Command, finish: (exit: ExitName) => void): void {
  const config = program
    .command('config')
    .description(commandSummaries['config'] ?? '')
    .helpCommand(false)
    .addHelpText('after', () => examples('config'));
  const define = (name: 'check' | 'migrate', json: string): Command => {
    const command = config
      .command(`${name} <path>`)
      .description(commandSummaries[`config ${name}`] ?? '')
      .requiredOption('--from <release>', 'what it is for: a release, or its line, such as 3.11')
      .requiredOption('--to <release>', 'what it is carried to')
      .option('--keep-names', 'keep old names of keys that the target still takes')
      .option(
        '--shipped <folder>',
        'conf as the target ships it: JVM options, scripts and logs are merged too',
      )
      .option('--shipped-before <folder>', 'conf as the source shipped it, to tell what is your own')
      .option('--java <major>', 'what the target will run on; default: the highest it supports', majorOf)
      .option('--java-before <major>', 'what the source runs on', majorOf)
      .option('--json', json)
      .addHelpText('after', () => examples('config'));
    return command.action(async () => {
      const run = (await import('./commands/config.ts'))[`${name}Config`];
      finish(await run(command.args[0] ?? '', command.optsWithGlobals()));
    });
  };
  define('check', 'what the hop makes of it as JSON');
  define('migrate', 'what was changed and why, on standard error, as JSON').option(
    '--out <folder>',
    'with --shipped: write all files there, with those that are copied',
  );
}

function majorOf(text: string): number {
  const major = Number(text);
  if (Number.isInteger(major) && major >= 8 && major <= 99) return major;
  throw new InvalidArgumentError('Allowed: a major version of Java, such as 17.');
}

function addOthers(add: Add, program: Command): void {
  add(
    'schema',
    (command) => command,
    async () => (await import('./commands/schema.ts')).schema(),
  );
  add(
    'worker',
    (command) => command,
    async (command) => (await import('./commands/worker.ts')).worker(command.optsWithGlobals()),
  );
  add(
    'dev',
    (command) =>
      command
        .option('--port <number>', 'where the server listens on this machine; default: 7233', portOf)
        .option('--ui-port <number>', "where Temporal's Web UI answers; default: the port plus 1000", portOf)
        .option('--headless', 'without the Web UI')
        .option('--database-file <file>', 'where workflows are kept between runs'),
    async (command) => (await import('./commands/dev.ts')).dev(command.optsWithGlobals()),
  );
  add(
    'help [topic]',
    (command) => command,
    async (command) => (await import('./commands/help.ts')).help(program, command.args[0]),
  );
}
