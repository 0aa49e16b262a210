import type { ExitName } from '../exit-codes.ts';
import { specJsonSchema } from '../spec-file/json-schema.ts';

export async function schema(): Promise<ExitName> {
  process.stdout.write(`${JSON.stringify(specJsonSchema(), null, 2)}\n`);
  return 'ok';
}
