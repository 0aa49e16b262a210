import { writeFile } from 'node:fs/promises';
import { ClientFailure } from '../client-failure.ts';
import { withSession } from '../connect.ts';
import type { ExitName } from '../exit-codes.ts';
import { connectSettings, type GlobalOptions } from '../global-options.ts';
import { fetchReport } from '../report/fetch-report.ts';
import { printReport } from '../report/print-report.ts';

export interface ReportOptions extends GlobalOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly runId?: string;
}

export async function report(
  cluster: string,
  { json = false, out, runId, ...globals }: ReportOptions,
): Promise<ExitName> {
  const made = await withSession(connectSettings(globals), (session) => fetchReport(session, cluster, runId));
  const text = json ? `${JSON.stringify(made, null, 2)}\n` : printReport(made);
  if (out === undefined) process.stdout.write(text);
  else {
    await writeFile(out, text).catch((error: Error) => {
      throw new ClientFailure('badInput', `The report can't be written: ${error.message}`, { cause: error });
    });
    process.stdout.write(`Written: ${out}\n`);
  }
  return 'ok';
}
