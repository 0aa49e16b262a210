import {
  type Migration,
  type WholeFolder,
  migrateConfiguration,
} from '../../knowledge/cassandra/migrate-configuration.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import { ClientFailure } from '../client-failure.ts';
import { printMigration } from '../configuration/print-migration.ts';
import { type ReadConfiguration, readConfiguration } from '../configuration/read-configuration.ts';
import { writeConfiguration } from '../configuration/write-configuration.ts';
import type { ExitName } from '../exit-codes.ts';

export interface CheckOptions {
  readonly from: string;
  readonly to: string;
  readonly json?: boolean;
  readonly keepNames?: boolean;
  readonly shipped?: string;
  readonly shippedBefore?: string;
  readonly java?: number;
  readonly javaBefore?: number;
}

export interface MigrateOptions extends CheckOptions {
  readonly out?: string;
}

/** Says what the hop makes of the configuration. Needs no cluster and no Temporal, and writes nothing. */
export async function checkConfig(path: string, options: CheckOptions): Promise<ExitName> {
  const { migration } = await migrate(path, options);
  process.stdout.write(options.json ? json(migration) : printMigration(migration));
  return migration.refused.length > 0 ? 'refused' : 'ok';
}

/** The migrated cassandra.yaml on standard output, or all files in a folder; what was changed and why on standard error. */
export async function migrateConfig(path: string, options: MigrateOptions): Promise<ExitName> {
  const { migration, read } = await migrate(path, options);
  process.stderr.write(options.json ? json(migration) : printMigration(migration));
  if (migration.refused.length > 0) return 'refused';
  if (options.out === undefined) process.stdout.write(migration.files['cassandra.yaml'] ?? '');
  else await writeConfiguration(options.out, migration.files, { from: path, others: read.others });
  return 'ok';
}

async function migrate(
  path: string,
  options: MigrateOptions,
): Promise<{ migration: Migration; read: ReadConfiguration }> {
  const read = await readConfiguration(path);
  if (options.out !== undefined && !(read.isFolder && options.shipped !== undefined)) {
    throw new ClientFailure(
      'badInput',
      '--out takes a whole folder: name one of Cassandra, and the conf folder that the target ships by --shipped.',
    );
  }
  const folder = await wholeFolder(options);
  const { from, to, keepNames } = options;
  try {
    const migration = migrateConfiguration({
      ...{ conf: read.texts, from, to },
      ...(keepNames && { keepNames }),
      ...(folder && { folder }),
    });
    return { migration, read };
  } catch (error) {
    // Whatever it is, it is in what the command was given.
    if (error instanceof RingliftError) throw new ClientFailure('badInput', error.message, { cause: error });
    throw error;
  }
}

async function wholeFolder(options: CheckOptions): Promise<WholeFolder | null> {
  const { shipped, shippedBefore, java, javaBefore } = options;
  if (shipped === undefined) return null;
  return {
    shipped: (await readConfiguration(shipped)).texts,
    shippedBefore: shippedBefore === undefined ? null : (await readConfiguration(shippedBefore)).texts,
    ...{ java, javaBefore },
  };
}

function json({ from, to, changes, refused, notes }: Migration): string {
  return `${JSON.stringify({ from, to, changes, refused, notes }, null, 2)}\n`;
}
