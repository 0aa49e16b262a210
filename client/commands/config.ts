import { type Migration, migrateConfiguration } from '../../knowledge/cassandra/migrate-configuration.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import { ClientFailure } from '../client-failure.ts';
import { printMigration } from '../configuration/print-migration.ts';
import { readConfiguration } from '../configuration/read-configuration.ts';
import type { ExitName } from '../exit-codes.ts';

export interface ConfigOptions {
  readonly from: string;
  readonly to: string;
  readonly json?: boolean;
  readonly keepNames?: boolean;
}

/** Says what the hop makes of the configuration. Needs no cluster and no Temporal, and writes nothing. */
export async function checkConfig(path: string, options: ConfigOptions): Promise<ExitName> {
  const migration = await migrate(path, options);
  process.stdout.write(options.json ? json(migration) : printMigration(migration));
  return migration.refused.length > 0 ? 'refused' : 'ok';
}

/** The migrated cassandra.yaml on standard output; what was changed and why on standard error. */
export async function migrateConfig(path: string, options: ConfigOptions): Promise<ExitName> {
  const migration = await migrate(path, options);
  process.stderr.write(options.json ? json(migration) : printMigration(migration));
  if (migration.refused.length > 0) return 'refused';
  process.stdout.write(migration.files['cassandra.yaml'] ?? '');
  return 'ok';
}

async function migrate(path: string, { from, to, keepNames }: ConfigOptions): Promise<Migration> {
  const { texts } = await readConfiguration(path);
  try {
    return migrateConfiguration({ conf: texts, from, to, ...(keepNames && { keepNames }) });
  } catch (error) {
    // Whatever it is, it is in what the command was given.
    if (error instanceof RingliftError) throw new ClientFailure('badInput', error.message, { cause: error });
    throw error;
  }
}

function json({ from, to, changes, refused, notes }: Migration): string {
  return `${JSON.stringify({ from, to, changes, refused, notes }, null, 2)}\n`;
}
