/** docs/knowledge.md, made from the tables and rules that the product runs by. */
import { dseFactsOf, dseLineOf, dseLines } from '../../knowledge/cassandra/dse-lines.ts';
import { shortestChain } from '../../knowledge/cassandra/hop-chain.ts';
import { entering, enteringDse, hopsBetween, judgeHop, leavingDse } from '../../knowledge/cassandra/hops.ts';
import { knownBlockers, sayAffected } from '../../knowledge/cassandra/known-blockers.ts';
import { isBefore, releaseLines } from '../../knowledge/cassandra/release-line.ts';
import { factsOf, storageModes } from '../../knowledge/cassandra/releases.ts';
import { apacheService, dseService, portsOf } from '../../knowledge/cassandra/service-defaults.ts';
import { modeAfterHop } from '../../knowledge/cassandra/storage-mode.ts';
import { wayBack } from '../../knowledge/cassandra/way-back.ts';
import { configurationTables } from './configuration-page.ts';
import { gatesInSources } from './gates-in-sources.ts';

type Row = readonly string[];

export function knowledgePage(): string {
  return [
    '# What Ringlift knows of Cassandra',
    'This page is printed from the code by `script/knowledge`; a test compares the two. To change what stands here, change the tables in `knowledge/cassandra/` or the gates in `knowledge/gates/`.',
    ...section('Release lines', [lines(), formats(), patches()]),
    ...section('Paths', [
      'A hop is a step that Apache tests, from any release of a line to any later one of the same or of a line named here. Each is to be whole before the next: all nodes on it, `upgradesstables` done.',
      hops(),
      'The shortest chain from the newest release of each line to that of each other, as `ringlift plan` names it where the target is more than one hop away:',
      chains(),
    ]),
    ...section('DataStax Enterprise', [
      'What stands here was read and not tried: DSE can not be had for it.',
      dse(),
      refusedDse(),
      ...dseNotes(),
    ]),
    ...section('What a line wants of those who come', [...releaseLines.flatMap(wanted)]),
    ...section(
      'Configuration',
      configurationTables.flatMap(({ says, heads, rows }) => [says, table(heads, rows)]),
    ),
    ...section('Going back', [
      'What it takes to go back from a hop before the cluster metadata service is initialized; after it nothing does. The mode is `storage_compatibility_mode`; the one that Ringlift writes for a cluster that came from 4.x is marked.',
      ways(),
    ]),
    ...section('Known defects', [
      '`impossible`: the hop is refused. `unsafe`: the release is refused as a target or a stop, unless `insist` in the file names it with a reason. `poor`: it is said. That none stands here does not mean that there is none: take the newest release of a line.',
      blockers(),
    ]),
    ...section('Gates', [
      'Every gate opens only on what was read and understood. [The guide](operations.md#every-gate) says what to do about each.',
      gates(),
    ]),
    ...section('Where packages put things', [services(), ports()]),
  ].join('\n\n');
}

function section(title: string, blocks: readonly string[]): string[] {
  return [`## ${title}`, ...blocks];
}

function table(heads: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|') || '–').join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function lines(): string {
  return table(
    [
      'line',
      'newest known',
      'JDKs',
      'between nodes',
      'client protocol',
      'reads sstables from',
      'JVM options',
      'source',
    ],
    releaseLines.map((line) => {
      const {
        newest,
        jdks,
        messaging,
        nativeProtocols: native,
        readsFrom,
        jvmOptions,
        source,
      } = factsOf[line];
      return [
        line,
        newest,
        jdks.join(', '),
        `${messaging.lowest} to ${messaging.highest}`,
        `${native.lowest} to ${native.highest}${native.beta === null ? '' : `, ${native.beta} beta`}`,
        `big-${readsFrom.big}${readsFrom.bti === null ? '' : `, bti-${readsFrom.bti}`}`,
        [jvmOptions.general, ...jvmOptions.perJdk.map((jdk) => `jvm${jdk}-server.options`)].join(', '),
        source,
      ];
    }),
  );
}

function formats(): string {
  return table(
    ['line', 'mode', 'BIG', 'BTI', 'between nodes', 'commit log', 'hints'],
    releaseLines.flatMap((line) =>
      Object.entries(factsOf[line].writes).map(([mode, written]) => [
        line,
        mode === 'always'
          ? '–'
          : `\`${mode}\`${mode === factsOf[line].modeWhenAbsent ? ' (without the key)' : ''}`,
        written.big,
        written.bti ?? '',
        `${written.messaging}`,
        `${written.commitLog}`,
        `${written.hints}`,
      ]),
    ),
  );
}

function patches(): string {
  const grown = releaseLines.filter((line) => factsOf[line].wroteBefore.length > 0);
  const said = grown.map(
    (line) =>
      `${line}: ${factsOf[line].wroteBefore.map(([since, big]) => `${big} since ${since}`).join(', ')}`,
  );
  return `Within a line the BIG format grew with patches. ${said.join('; ')}.`;
}

function hops(): string {
  return table(
    ['from', ...releaseLines],
    releaseLines.map((from) => [
      from,
      ...releaseLines.map((to) => {
        if (from === to) return 'later patches';
        return hopsBetween[from].includes(to) ? 'yes' : isBefore(from, to) ? 'not in one hop' : 'no';
      }),
    ]),
  );
}

function chains(): string {
  const rows = releaseLines.flatMap((from) =>
    releaseLines
      .filter((to) => isBefore(from, to))
      .map((to) => [
        factsOf[from].newest,
        factsOf[to].newest,
        shortestChain({ release: factsOf[from].newest, dse: null }, factsOf[to].newest).join(', then '),
      ]),
  );
  return table(['from', 'to', 'by'], rows);
}

function dse(): string {
  return table(
    [
      'DSE',
      'made from',
      'JDKs',
      'between nodes',
      'client protocol',
      'writes',
      'leads to',
      'leave it from',
      'source',
    ],
    dseLines.map((line) => {
      const facts = dseFactsOf[line];
      const { leadsTo, nativeProtocols: native } = facts;
      return [
        line,
        facts.madeFrom,
        facts.jdks.join(', '),
        `${facts.messaging}`,
        `${native.lowest} to ${native.highest}`,
        `big-${facts.writes}`,
        leadsTo.apache ? `Apache ${leadsTo.apache}` : `DSE ${leadsTo.dse}`,
        facts.leaveFrom,
        facts.source,
      ];
    }),
  );
}

function dseNotes(): string[] {
  const list = (title: string, notes: readonly string[]) => [
    `**${title}**`,
    notes.map((note) => `- ${note}`).join('\n'),
  ];
  return [
    ...Object.entries(enteringDse).flatMap(([line, notes]) => list(`Into DSE ${line}`, notes)),
    ...list('Out of DSE, into Apache Cassandra 3.11', leavingDse),
  ];
}

function refusedDse(): string {
  const verdict = dseLineOf('6.8');
  return verdict.known ? '' : `DSE 6 and later is refused: ${verdict.reason}. ${verdict.next}`;
}

function wanted(line: (typeof releaseLines)[number]): string[] {
  const notes = entering[line] ?? [];
  return notes.length === 0 ? [] : [`**Into ${line}**`, notes.map((note) => `- ${note}`).join('\n')];
}

function ways(): string {
  const rows = releaseLines.flatMap((from) =>
    hopsBetween[from].flatMap((to) => {
      const [source, target] = [factsOf[from].newest, factsOf[to].newest];
      const planned = modeAfterHop(source, target, null);
      const modes = planned === null ? [null] : storageModes.filter((mode) => factsOf[to].writes[mode]);
      return modes.map((mode) => [
        from,
        to,
        mode === null ? '' : `\`${mode}\`${mode === planned ? ' (written)' : ''}`,
        wayBack(source, target, mode),
      ]);
    }),
  );
  return table(['from', 'back from', 'mode', 'takes'], rows);
}

function blockers(): string {
  return table(
    ['issue', 'of', 'releases', 'what goes wrong', 'weight', 'what to do', 'source'],
    knownBlockers.map(({ id, of, affects, into, says, weight, remedy, source }) => [
      id,
      `${of}${into ? `, on the way into ${into.join(' or ')}` : ''}`,
      affects.map(sayAffected).join('; '),
      says,
      weight,
      remedy,
      source,
    ]),
  );
}

function gates(): string {
  return table(
    ['gate', 'judged', 'what it asks for', 'source', 'runbook steps'],
    gatesInSources().map(({ name, stages, means, source, standsFor }) => [
      `\`${name}\``,
      stages.join(', '),
      means,
      source,
      standsFor.join(' '),
    ]),
  );
}

function services(): string {
  return table(
    ['', 'service', 'user', 'conf (deb; rpm; tarball)', 'data', 'log', 'source'],
    [['Apache', apacheService] as const, ['DSE', dseService] as const].map(
      ([name, { service, user, conf, data, log, source }]) => [
        name,
        service,
        user,
        `${conf.deb}; ${conf.rpm}; ${conf.tarball}`,
        data,
        log,
        source,
      ],
    ),
  );
}

function ports(): string {
  const rows = releaseLines.map((line) => {
    const { storage, sslStorage, native, jmx, thrift } = portsOf(line);
    return [line, `${storage}`, `${sslStorage}`, `${native}`, `${jmx}`, thrift === null ? '' : `${thrift}`];
  });
  return table(['line', 'between nodes', 'the same by TLS, before 4.0', 'CQL', 'JMX', 'Thrift'], rows);
}

/** Every hop of the tables is one that judgeHop takes: the page can't say what the product would refuse. */
export function hopsOnPage(): readonly {
  readonly from: string;
  readonly to: string;
  readonly supported: boolean;
}[] {
  return releaseLines.flatMap((from) =>
    hopsBetween[from].map((to) => ({
      from: factsOf[from].newest,
      to: factsOf[to].newest,
      supported: judgeHop(factsOf[from].newest, factsOf[to].newest).supported,
    })),
  );
}
