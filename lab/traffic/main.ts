/**
 * `node dist/lab/traffic/main.js --contact 198.18.77.11,198.18.77.12 --rate 50 --file traffic.jsonl`: traffic as a
 * process of its own, so that a busy test does not slow its application. TERM, INT or the end of its standard input
 * end it: it prints its report as one JSON line and exits 0 when nothing failed and nothing was lost, else 1.
 */
import { Command } from 'commander';
import { startTraffic } from './traffic.ts';

interface Options {
  readonly contact: string;
  readonly rate: string;
  readonly file: string;
  readonly run: string;
  readonly local?: string;
}

const program = new Command('traffic')
  .requiredOption('--contact <addresses>', 'of the nodes, with commas')
  .option('--rate <count>', 'requests per second', '50')
  .requiredOption('--file <path>', 'gets a JSON line for each second')
  .option('--run <name>', 'names the rows of this run', String(process.pid))
  .option('--local <name>', 'data center of the clients; default: dc1')
  .action(async ({ contact, rate, file, run, local }: Options) => {
    const addresses = contact.split(',');
    const traffic = await startTraffic({
      ...{ addresses, requestsPerSecond: Number(rate), file, run },
      ...(local !== undefined && { local }),
    });
    process.stdout.write('ready\n');
    await asked();
    const report = await traffic.stop();
    process.stdout.write(`${JSON.stringify(report)}\n`);
    process.exit(report.failed === 0 && report.lost.length === 0 ? 0 : 1);
  });

function asked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
    process.stdin.once('end', resolve).once('error', () => resolve());
    process.stdin.resume();
  });
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
