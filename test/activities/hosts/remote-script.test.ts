import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLineOf, groupLine, quote, scriptText } from '../../../activities/hosts/remote-script.ts';
import type { Host } from '../../../activities/hosts/host.ts';
import { SshHosts } from '../../../activities/hosts/ssh-hosts.ts';
import { RealSshd } from './real-sshd.ts';

/** Prints its arguments, each ended by a NUL, which no argument can hold. */
const echoArguments = () => `[ $# -eq 0 ] || printf '%s\\0' "$@"`;

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...`'"\\$\`!&|;<>(){}[]*?~#=%^ \t\n\ra-é€😀`) }),
  fc.constantFrom('', '-n', '--', '$(id)', '`id`', "'; id; '", '\\', "'", '=ls', '~root', '!!', 'é', '\n'),
);
const words = fc.array(
  nasty.filter((word) => !word.includes('\0') && isWellFormed(word)),
  { maxLength: 6 },
);

test('arguments come back byte for byte from every shell of this machine', () => {
  for (const shell of ['sh', 'bash', 'dash', 'zsh', 'ksh'].filter(isInstalled)) {
    const property = fc.property(words, (args) => {
      const line = commandLineOf('echo-arguments', args, false, undefined, echoArguments);
      const output = execFileSync(shell, ['-c', line], { encoding: 'utf8' });
      expect(output.split('\0').slice(0, -1)).toEqual(args);
    });
    fc.assert(property, { numRuns: 60 });
  }
});

let sshd: RealSshd;
let hosts: SshHosts;
let host: Host;
beforeAll(async () => {
  sshd = await RealSshd.start();
  hosts = new SshHosts({ textOf: echoArguments });
  host = await hosts.get(sshd.settings());
});
afterAll(async () => {
  await hosts.close();
  await sshd.stop();
});

test('arguments come back byte for byte over SSH', async () => {
  const property = fc.asyncProperty(words, async (args) => {
    const { stdout } = await host.run('echo-arguments', { args, timeoutMillis: 30_000 });
    expect(stdout.split('\0').slice(0, -1)).toEqual(args);
  });
  await fc.assert(property, { numRuns: 40 });
});

test('a NUL byte can not be an argument', () => {
  expect(() => quote('a\0b')).toThrow(/NUL/);
});

test('a script that does not exist is no command line', () => {
  expect(() => scriptText('no-such-script')).toThrow('remote/no-such-script.sh');
});

test('with a limit the host ends the script, inside of sudo, and tells its process group first', () => {
  const line = commandLineOf('x', ['y'], true, 3, () => 'echo out');
  expect(line).toMatch(/^sudo -n -- sh -c /);
  expect(line).toContain('exec timeout -k 5 "$@"');
  expect(line).toMatch(/ ringlift 3 env LC_ALL=C sh -c 'echo out' ringlift-x y$/);
  const output = execFileSync('sh', ['-c', commandLineOf('x', [], false, 3, () => 'echo out')], {
    encoding: 'utf8',
  });
  expect(output).toMatch(/^\nringlift-group \d+\nout\n$/);
  expect(groupLine.exec(output)).not.toBeNull();
});

function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A lone half of a surrogate pair has no bytes of its own in UTF-8. */
function isWellFormed(text: string): boolean {
  return Buffer.from(text, 'utf8').toString('utf8') === text;
}
