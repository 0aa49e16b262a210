// `$@` gets a process group of its own by `detached`, so that Ctrl-C reaches the worker first and not both at once.
// `cat` ends when the other end of our standard input closes, which the kernel does even after a kill -9 of its owner.
const keeper = `
exec 3<&0
"$@" </dev/null 3<&- &
kept=$!
{ cat <&3; kill -TERM "$kept"; } >/dev/null 2>&1 &
exec 3<&-
wait "$kept"`;

/**
 * The words by which a program is run so that it never outlives whoever started it: it gets SIGTERM when the standard
 * input of this command is closed. To be spawned with `stdio: ['pipe', ...]` and `detached: true`.
 */
export function keptCommand(program: string, args: readonly string[]): readonly [string, string[]] {
  return ['sh', ['-c', keeper, 'keeper', program, ...args]];
}
