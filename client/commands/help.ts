import type { Command } from 'commander';
import { ClientFailure } from '../client-failure.ts';
import { printExitCodes, type ExitName } from '../exit-codes.ts';
import { exampleFile } from '../help-texts.ts';

/** Help on the whole, on a command or on a topic. */
export async function help(program: Command, topic: string | undefined): Promise<ExitName> {
  process.stdout.write(textOf(program, topic));
  return 'ok';
}

function textOf(program: Command, topic: string | undefined): string {
  if (topic === undefined) {
    program.outputHelp();
    return '';
  }
  if (topic === 'exit-codes') return printExitCodes();
  if (topic === 'file') return exampleFile;
  const command = program.commands.find((each) => each.name() === topic);
  if (!command) {
    const names = program.commands.map((each) => each.name()).join(', ');
    throw new ClientFailure('badInput', `There is no help on "${topic}". Topics: exit-codes, file, ${names}`);
  }
  command.outputHelp();
  return '';
}
