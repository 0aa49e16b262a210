import { expect, test } from 'vitest';
import { runProgram } from '../../../lab/toolchain/run-program.ts';

test('a program gets its words as they are, and its output comes back', async () => {
  const words = ['a b', '$HOME', "it's", '*'];
  const { stdout, exitCode } = await runProgram('printf', ['%s\n', ...words]);
  expect(stdout.split('\n').slice(0, 4)).toEqual(words);
  expect(exitCode).toBe(0);
});

test('a failing program is an error with its words, exit code and last lines', async () => {
  const failing = runProgram('sh', ['-c', 'echo out; echo the reason >&2; exit 3'], { next: 'Do this.' });
  await expect(failing).rejects.toThrow(
    /sh -c .*expected exit code 0, found 3: out\nthe reason.* Do this\./s,
  );
  await expect(failing).rejects.toMatchObject({ name: 'CommandFailed' });
});

test('an exit code that the caller allows is no error', async () => {
  const { exitCode } = await runProgram('sh', ['-c', 'exit 3'], { allowedExitCodes: [0, 3] });
  expect(exitCode).toBe(3);
});

test('a program that does not end is killed with what it started, and what it said is told', async () => {
  const started = Date.now();
  const hanging = runProgram('sh', ['-c', 'echo waiting; sleep 60 & wait'], { timeoutMillis: 300 });
  await expect(hanging).rejects.toThrow(/still running after 0\.3 s, and killed; it said: waiting/);
  await expect(hanging).rejects.toMatchObject({ name: 'CommandTimedOut' });
  // The output's pipe closes only when the sleep, which has inherited it, is gone too.
  expect(Date.now() - started).toBeLessThan(10_000);
});

test('a program that is not there is an error that names it', async () => {
  await expect(runProgram('no-such-program', [])).rejects.toMatchObject({ name: 'FileMissing' });
  await expect(runProgram('no-such-program', [])).rejects.toThrow(
    'there is no program no-such-program on PATH',
  );
});

test('input is given, and an undefined variable is taken away', async () => {
  process.env['RINGLIFT_TEST'] = 'seen';
  const { stdout } = await runProgram('sh', ['-c', 'cat; echo "[$RINGLIFT_TEST]"'], {
    input: 'given ',
    env: { RINGLIFT_TEST: undefined },
  });
  expect(stdout).toBe('given []\n');
});
