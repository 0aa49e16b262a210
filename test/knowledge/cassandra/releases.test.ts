import { expect, test } from 'vitest';
import { lineOf, releaseLines } from '../../../knowledge/cassandra/release-line.ts';
import { factsOf, storageModes } from '../../../knowledge/cassandra/releases.ts';

test('every line says what it writes in each of its modes, the one of an absent key among them', () => {
  for (const line of releaseLines) {
    const { writes, modeWhenAbsent } = factsOf[line];
    if (modeWhenAbsent === null) expect(Object.keys(writes), line).toEqual(['always']);
    else expect(Object.keys(writes), line).toContain(modeWhenAbsent);
  }
});

test('no line writes messages that it does not speak', () => {
  for (const line of releaseLines) {
    const { messaging, writes } = factsOf[line];
    for (const written of Object.values(writes)) {
      expect(written.messaging, line).toBeGreaterThanOrEqual(messaging.lowest);
      expect(written.messaging, line).toBeLessThanOrEqual(messaging.highest);
    }
  }
});

test('two lines that a node can be carried between share a JDK, and 6.0 runs on 11, 17 and 21', () => {
  const common = (one: readonly number[], other: readonly number[]) =>
    one.filter((major) => other.includes(major));
  expect(common(factsOf['3.11'].jdks, factsOf['4.1'].jdks)).toEqual([8]);
  expect(common(factsOf['4.0'].jdks, factsOf['6.0'].jdks)).toEqual([11]);
  expect(factsOf['6.0'].jdks).toEqual([11, 17, 21]);
});

test('modes stand in the order in which their formats grow younger', () => {
  const written = storageModes.map((mode) => factsOf['6.0'].writes[mode]?.big);
  expect(written).toEqual(['nb', 'oa', 'pa', 'pa']);
});

test('every line names its source, its newest release and the client protocols that its neighbours share', () => {
  for (const [index, line] of releaseLines.entries()) {
    const { newest, source, nativeProtocols, wroteBefore, writes } = factsOf[line];
    expect(lineOf(newest), line).toBe(line);
    expect(source, line).not.toBe('');
    const before = releaseLines[index - 1];
    if (before) expect(nativeProtocols.lowest).toBeLessThanOrEqual(factsOf[before].nativeProtocols.highest);
    // What a line wrote at last is what it writes.
    const last = wroteBefore.at(-1);
    if (last) expect(last[1], line).toBe(writes.always?.big);
    for (const [since] of wroteBefore) expect(lineOf(since), line).toBe(line);
  }
});
