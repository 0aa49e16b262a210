/** The outputs of real nodes in recorded/, as its INDEX.md describes them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const folder = new URL('./recorded/', import.meta.url);

export interface Recording {
  readonly file: string;
  /** Release of the node that was asked, as in the file's name. */
  readonly release: string;
  /** What nodetool was given, without its options of where to connect: `status shop`. */
  readonly command: string;
  readonly exitCode: number;
  readonly text: string;
  readonly stderr: string;
  /** What INDEX.md says of the circumstances. */
  readonly remark: string;
}

export function recordings(): Recording[] {
  if (!existsSync(folder)) return [];
  const remarks = remarksOfIndex();
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => recordingOf(file, remarks.get(file) ?? ''));
}

function recordingOf(file: string, remark: string): Recording {
  const whole = readFileSync(new URL(file, folder), 'utf8');
  const header = /^# nodetool (.*) \(exit (\d+)\)\n/.exec(whole);
  const release = /^\d+\.\d+(?:\.\d+)?(?:-(?:alpha|beta|rc)\d+)?/.exec(file)?.[0];
  if (header === null || release === undefined) throw new Error(`${file} is no recording`);
  const [first, command = '', exitCode] = header;
  const stderr = new URL(`${file}.stderr`, folder);
  return {
    file,
    release,
    command: command.replaceAll(/-[hp] \S+ ?/g, '').trim(),
    exitCode: Number(exitCode),
    text: whole.slice(first.length),
    stderr: existsSync(stderr) ? readFileSync(stderr, 'utf8') : '',
    remark,
  };
}

function remarksOfIndex(): Map<string, string> {
  const index = new URL('INDEX.md', folder);
  if (!existsSync(index)) return new Map();
  const lines = readFileSync(index, 'utf8').matchAll(/^- `(.*?)`: (.*)$/gm);
  return new Map([...lines].map(([, file = '', remark = '']) => [file, remark]));
}
