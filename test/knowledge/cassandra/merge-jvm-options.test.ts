import { expect, test } from 'vitest';
import { collectorIn } from '../../../knowledge/cassandra/garbage-collector.ts';
import { refusedByJdk } from '../../../knowledge/cassandra/jdk-refusals.ts';
import { activeFlags } from '../../../knowledge/cassandra/jvm-flags.ts';
import { filesInUse, mergeJvmOptions } from '../../../knowledge/cassandra/merge-jvm-options.ts';
import type { MergeJvmInput } from '../../../knowledge/cassandra/merge-jvm-options.ts';

const general = `# general
-ea
-XX:+UseThreadPriorities
-Xss256k
-XX:+AlwaysPreTouch
-XX:+UseNUMA
#-Xms4G
#-Xmx4G
`;
const g1 = `-XX:+UseG1GC
-XX:+ParallelRefProcEnabled
-XX:MaxGCPauseMillis=300
--add-opens java.base/java.lang=ALL-UNNAMED
`;
const zgc = `-XX:+UseZGC
-XX:+ZGenerational
-XX:-UseCompressedOops
--add-opens java.base/java.nio=ALL-UNNAMED
-Djava.security.manager=allow
`;
const cms = '-XX:+UseConcMarkSweepGC\n-XX:CMSWaitDuration=10000\n-XX:SurvivorRatio=8\n';

const five = { 'jvm-server.options': general, 'jvm11-server.options': g1, 'jvm17-server.options': g1 };
const six = { ...five, 'jvm21-server.options': zgc };
const four = { 'jvm-server.options': general, 'jvm8-server.options': cms, 'jvm11-server.options': cms };

function merge(own: Record<string, string>, more: Partial<MergeJvmInput> = {}) {
  return mergeJvmOptions({
    oldFiles: { ...five, ...own },
    oldDefaults: null,
    newDefaults: six,
    jdkMajor: 17,
    fromLine: '5.0',
    toLine: '6.0',
    ...more,
  });
}

const inUse = (files: Readonly<Record<string, string>>, jdkMajor: number) =>
  filesInUse('6.0', jdkMajor).flatMap((name) => activeFlags(files[name ?? ''] ?? ''));

test('a line reads the general file and that of the newest JDK that is not newer than its own', () => {
  expect(filesInUse('6.0', 21)).toEqual(['jvm-server.options', 'jvm21-server.options']);
  expect(filesInUse('6.0', 18)).toEqual(['jvm-server.options', 'jvm17-server.options']);
  expect(filesInUse('4.1', 17)).toEqual(['jvm-server.options', 'jvm11-server.options']);
  expect(filesInUse('3.11', 8)).toEqual(['jvm.options']);
  expect(filesInUse('6.0', 8)).toEqual(['jvm-server.options']);
});

test('options that nobody touched come as the target ships them', () => {
  expect(merge({})).toEqual({ files: six, changes: [], refused: [], collector: 'G1' });
});

test("the operator's lines are carried: heap, properties, agents, logs", () => {
  const own =
    '-Xms8G\n-Xmx8G\n-Dcassandra.available_processors=4\n-javaagent:/opt/jmx.jar=7070\n-Xlog:gc*:file=/gc.log\n';
  const { files, changes } = merge({ 'jvm-server.options': general + own });
  expect(files['jvm-server.options']).toBe(`${general}\n### Ringlift: carried over from 5.0\n${own}`);
  expect(changes.map(({ action, key }) => `${action} ${key}`)).toEqual([
    'carried -Xms8G',
    'carried -Xmx8G',
    'carried -Dcassandra.available_processors=4',
    'carried -javaagent:/opt/jmx.jar=7070',
    'carried -Xlog:gc*:file=/gc.log',
  ]);
});

test('a line that the target sets otherwise is replaced in its place, whichever file that is', () => {
  const { files } = merge({
    'jvm-server.options': `${general.replace('-Xss256k', '-Xss512k')}-XX:MaxGCPauseMillis=500\n`,
    'jvm17-server.options': g1.replace('-XX:MaxGCPauseMillis=300\n', ''),
  });
  expect(files['jvm-server.options']).toBe(general.replace('-Xss256k', '-Xss512k'));
  expect(files['jvm17-server.options']).toBe(g1.replace('=300', '=500'));
});

test('of a flag in both files the one in the file of the JDK is in force, and is carried', () => {
  const { files } = merge({
    'jvm-server.options': `${general}-Xmx4G\n`,
    'jvm17-server.options': `${g1}-Xmx8G\n`,
  });
  expect(inUse(files, 17).filter((flag) => flag.startsWith('-Xmx'))).toEqual(['-Xmx8G']);
});

test('with the old defaults known, what the operator did not touch is not carried, and what he switched off stays off', () => {
  const old = { ...five, 'jvm-server.options': `${general}-XX:StringTableSize=1000003\n` };
  const conf = {
    'jvm-server.options': `${general.replace('-XX:+UseNUMA\n', '')}-XX:StringTableSize=1000003\n`,
  };
  const { files, changes } = merge(conf, { oldDefaults: old });
  expect(files['jvm-server.options']).toBe(
    general.replace('-XX:+UseNUMA\n', '# Ringlift: off, as before\n#-XX:+UseNUMA\n'),
  );
  expect(changes).toEqual([expect.objectContaining({ key: '-XX:+UseNUMA', action: 'switched off' })]);
});

test('without them, a general line that the operator commented out stays off', () => {
  const conf = { 'jvm-server.options': general.replace('-XX:+AlwaysPreTouch', '#-XX:+AlwaysPreTouch') };
  expect(activeFlags(merge(conf).files['jvm-server.options'] ?? '')).not.toContain('-XX:+AlwaysPreTouch');
});

test('an explicit G1 and its tuning give way where the target has ZGC, and the heap stays', () => {
  const { files, changes, collector } = merge(
    { 'jvm17-server.options': `${g1}-Xmx8G\n-Xms8G\n` },
    { jdkMajor: 21 },
  );
  expect(collector).toBe('ZGC');
  expect(inUse(files, 21)).toEqual(expect.arrayContaining(['-XX:+UseZGC', '-Xmx8G', '-Xms8G']));
  expect(collectorIn(inUse(files, 21).filter((flag) => flag !== '-XX:+UseZGC'))).toBeNull();
  expect(changes.find(({ key }) => key === '-XX:+UseG1GC')).toMatchObject({
    action: 'removed',
    why: expect.stringContaining('S1-13'),
  });
  expect(changes.find(({ key }) => key === '-XX:MaxGCPauseMillis=300')?.action).toBe('removed');
});

test('another collector that the operator chose stays, and the target’s is switched off with its tuning', () => {
  const { files, collector } = merge({ 'jvm17-server.options': '-XX:+UseShenandoahGC\n' }, { jdkMajor: 21 });
  expect(collector).toBe('Shenandoah');
  expect(inUse(files, 21)).toContain('-XX:+UseShenandoahGC');
  expect(inUse(files, 21)).not.toContain('-XX:+UseZGC');
  expect(inUse(files, 21)).not.toContain('-XX:+ZGenerational');
});

test('flags that the target’s JDK does not start with are left out with the reason', () => {
  const conf = {
    'jvm-server.options': `${general}-XX:-UseBiasedLocking\n-XX:+PrintGCDateStamps\n-XX:+PrintGCDetails\n-XX:ThreadPriorityPolicy=42\n`,
  };
  const { files, changes } = merge(conf, { jdkMajor: 21 });
  expect(inUse(files, 21).filter((flag) => refusedByJdk(flag, 21))).toEqual([]);
  expect(changes.filter(({ action }) => action === 'removed').map(({ key }) => key)).toEqual([
    '-XX:-UseBiasedLocking',
    '-XX:+PrintGCDateStamps',
    '-XX:+PrintGCDetails',
    '-XX:ThreadPriorityPolicy=42',
    '-XX:+UseG1GC',
    '-XX:+ParallelRefProcEnabled',
    '-XX:MaxGCPauseMillis=300',
  ]);
});

test('CMS goes with its young generation where the JDK has none, and stays where it has', () => {
  const conf = { ...four, 'jvm11-server.options': `${cms}-Xmn2G\n-Xmx8G\n-Xms8G\n` };
  const from = { oldFiles: conf, fromLine: '4.0', toLine: '5.0', newDefaults: five } as const;
  const on17 = merge({}, { ...from, jdkMajor: 17, fromJdkMajor: 11 });
  expect(on17.collector).toBe('G1');
  expect(on17.changes.filter(({ action }) => action === 'removed').map(({ key }) => key)).toEqual([
    '-XX:+UseConcMarkSweepGC',
    '-XX:CMSWaitDuration=10000',
    '-XX:SurvivorRatio=8',
    '-Xmn2G',
  ]);
  const on11 = merge({}, { ...from, jdkMajor: 11, fromJdkMajor: 11 });
  expect(on11.collector).toBe('CMS');
  const flags = activeFlags(on11.files['jvm11-server.options'] ?? '');
  expect(flags).toEqual(expect.arrayContaining(['-XX:+UseConcMarkSweepGC', '-Xmn2G']));
  expect(flags).not.toContain('-XX:+UseG1GC');
});

test('the file of the JDK that the source ran on is the one whose lines are carried', () => {
  const conf = { ...four, 'jvm8-server.options': `${cms}-Xmx6G\n`, 'jvm11-server.options': `${cms}-Xmx9G\n` };
  const heap = (fromJdkMajor: number | null) =>
    merge(
      {},
      { oldFiles: conf, fromLine: '4.0', toLine: '5.0', newDefaults: five, jdkMajor: 11, fromJdkMajor },
    ).files['jvm11-server.options'];
  expect(heap(8)).toContain('-Xmx6G');
  expect(heap(11)).toContain('-Xmx9G');
  expect(heap(null)).toContain('-Xmx9G');
});

test('jvm.options of 3.11 goes to the files of 4.1', () => {
  const conf = {
    'jvm.options': `${general}${cms}-XX:+UseParNewGC\n-XX:+PrintGCDateStamps\n-Xms4G\n-Xmx4G\n`,
  };
  const { files, collector } = merge(
    {},
    { oldFiles: conf, newDefaults: four, fromLine: '3.11', toLine: '4.1', jdkMajor: 8 },
  );
  expect(Object.keys(files).toSorted()).toEqual(Object.keys(four).toSorted());
  expect(collector).toBe('CMS');
  expect(files['jvm-server.options']).toContain(
    '\n-XX:+UseParNewGC\n-XX:+PrintGCDateStamps\n-Xms4G\n-Xmx4G\n',
  );
});

test('options of the module system and those for ZGC’s references come from the target alone', () => {
  const conf = {
    'jvm17-server.options': `${g1}--add-opens java.base/mine=ALL-UNNAMED\n-XX:+UseCompressedOops\n`,
  };
  const flags = inUse(merge(conf, { jdkMajor: 21 }).files, 21);
  expect(flags).toContain('-XX:-UseCompressedOops');
  expect(flags.join(' ')).not.toContain('java.base/mine');
});

test('what unlocks an option comes before all that it unlocks', () => {
  const conf = { 'jvm17-server.options': `${g1}-XX:+UnlockExperimentalVMOptions\n-XX:G1NewSizePercent=50\n` };
  const flags = inUse(merge(conf).files, 17);
  expect(flags.indexOf('-XX:+UnlockExperimentalVMOptions')).toBeLessThan(
    flags.indexOf('-XX:G1NewSizePercent=50'),
  );
  expect(merge(conf).files['jvm17-server.options']?.startsWith('### Ringlift')).toBe(true);
});

test('merging the merged files again changes nothing', () => {
  const conf = {
    'jvm-server.options': `${general.replace('-XX:+UseNUMA', '#-XX:+UseNUMA')}-Xms8G\n-Xmx8G\n-XX:+UnlockDiagnosticVMOptions\n`,
    'jvm17-server.options': `${g1.replace('300', '500')}-Dmine=1\n`,
  };
  for (const jdkMajor of [11, 17, 21]) {
    const once = merge(conf, { jdkMajor });
    const twice = merge({}, { oldFiles: once.files, jdkMajor, fromLine: '6.0' });
    const again = Object.fromEntries(
      Object.entries(twice.files).map(([name, text]) => [name, text.replaceAll('from 6.0', 'from 5.0')]),
    );
    expect(again, String(jdkMajor)).toEqual(once.files);
  }
});

test('a JDK that the line has no options for is refused with those that it has', () => {
  expect(merge({}, { jdkMajor: 8 }).refused).toEqual([
    expect.objectContaining({ key: 'Java 8', remedy: expect.stringContaining('11, 17, 21') }),
  ]);
});

test('a target that reads one file of options, as its source does, takes the operator’s as it is', () => {
  const merged = mergeJvmOptions({
    ...{ fromLine: '3.11', toLine: '3.11', jdkMajor: 8, fromJdkMajor: 8, oldDefaults: null },
    oldFiles: { 'jvm.options': '# ours\n-Xmx8G\n' },
    newDefaults: { 'jvm.options': '-Xms4G\n' },
  });
  expect(merged).toMatchObject({ files: { 'jvm.options': '# ours\n-Xmx8G\n' }, changes: [], refused: [] });
});
