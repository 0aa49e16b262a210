/** The same text in another dress, and other texts in the same dress. */
import { describe, expect, test } from 'vitest';
import { type ParserName, parsers, type WholeOutput, wholeOutputs } from './readable-outputs.ts';

const outputs = wholeOutputs();
const named = outputs.map((output) => [output.name, output] as const);

function parse({ parser, text }: WholeOutput, dress: (text: string) => string): unknown {
  return parsers[parser](dress(text));
}

const noise = `OpenJDK 64-Bit Server VM warning: Options -Xverify:none and -noverify were deprecated in JDK 13.
[0.004s][warning][cds] Archived non-system classes are disabled
Picked up JAVA_TOOL_OPTIONS: -Dcom.sun.jndi.rmiURLParsing=legacy
NOTE: Picked up JDK_JAVA_OPTIONS: -Xmx64m
WARNING: An illegal reflective access operation has occurred
WARN  [main] 2024-01-25 10:01:59,745 DatabaseDescriptor.java:400 - something about nodetool itself
WARN  10:01:59 Only 1.2 GiB free across all data volumes.
SLF4J: Failed to load class "org.slf4j.impl.StaticLoggerBinder".
`;

describe('the dress does not matter', () => {
  test.each(named)('%s', (_name, output) => {
    const plain = parse(output, (text) => text);
    expect(parse(output, (text) => text.replaceAll('\n', '\r\n'))).toEqual(plain);
    expect(parse(output, (text) => noise + text)).toEqual(plain);
    expect(parse(output, (text) => `\n${text}\n\n`)).toEqual(plain);
    expect(parse(output, blanksBehindSomeLines)).toEqual(plain);
  });
});

function blanksBehindSomeLines(text: string): string {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line, index) => `${line.trimEnd()}${' '.repeat(index % 3)}\n`).join('');
}

describe('no parser reads what another command printed', () => {
  test.each(Object.keys(parsers) as ParserName[])('%s', { timeout: 60_000 }, (name) => {
    const others = outputs.filter(({ parser }) => parser !== name);
    expect(others.length).toBeGreaterThan(50);
    for (const { name: other, text } of others) {
      expect(() => parsers[name](text), other).toThrow(expect.objectContaining({ name: 'UnreadableOutput' }));
    }
  });
});

const strange: readonly (readonly [string, string])[] = [
  ['nothing at all', ''],
  ['only ends of line', '\n\n'],
  ['only noise', noise],
  ['a complaint of nodetool', "nodetool: Found unexpected parameters: [-F]\nSee 'nodetool help'.\n"],
  [
    'a stack trace',
    'error: null\n-- StackTrace --\njava.lang.NullPointerException\n\tat Foo.bar(Foo.java:1)\n',
  ],
  ['bytes of something else', '\u0000\u0001\uFFFD\n'],
];

describe.each(strange)('%s is refused, with the command in the message', (_what, text) => {
  test.each(Object.keys(parsers) as ParserName[])('%s', (name) => {
    expect(() => parsers[name](text)).toThrow(
      /^(nodetool|dsetool|sstableupgrade)\b.*: .* Nothing was changed\. Run `/,
    );
  });
});

describe('a line of an unknown shape anywhere is refused', () => {
  test.each(named)('%s', (_name, output) => {
    const lines = output.text.split('\n');
    for (const at of [0, Math.floor(lines.length / 2), lines.length - 1]) {
      const text = [...lines.slice(0, at), '!! what is this !!', ...lines.slice(at)].join('\n');
      expect(() => parsers[output.parser](text.endsWith('\n') ? text : `${text}\n`)).toThrow(
        expect.objectContaining({ name: 'UnreadableOutput' }),
      );
    }
  });
});
