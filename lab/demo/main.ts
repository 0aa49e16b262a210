/** `script/demo [--approve]`: see runDemo. */
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { attachLab } from '../cluster/lab-cluster.ts';
import type { LabMode } from '../cluster/lab-node.ts';
import { runDemo } from './run-demo.ts';

interface Options {
  readonly approve: boolean;
  readonly folder: string;
  readonly mode?: LabMode;
  readonly rows: string;
}

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** What it has started ends with it; only the machines would stay. */
function takeDownOnSignal(folder: string): void {
  const takeDown = async () => {
    say('\nTaking the machines down; the same again ends at once and leaves them.');
    const lab = await attachLab(join(folder, 'lab')).catch(() => undefined);
    await lab?.stop();
  };
  for (const [signal, exitCode] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const])
    process.once(signal, () => void takeDown().finally(() => process.exit(exitCode)));
}

await new Command('demo')
  .description(
    'Upgrades three real Cassandra nodes on this computer from 5.0.9 to 6.0-alpha2, with the live view.',
  )
  .option('--approve', 'answer yes at the one-way door', false)
  .option('--folder <path>', 'for everything it makes; emptied at the start', '.ringlift/demo')
  .addOption(
    new Option('--mode <mode>', 'default: machines where this computer allows them').choices([
      'machines',
      'processes',
    ]),
  )
  .option('--rows <count>', 'orders to fill in', '2000')
  .action(async ({ folder, rows, ...options }: Options) => {
    const whole = resolve(folder);
    takeDownOnSignal(whole);
    process.exitCode = await runDemo({ ...options, rows: Number(rows), folder: whole, say });
  })
  .parseAsync()
  .catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
