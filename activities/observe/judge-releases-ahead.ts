import { specOfHop } from '../../knowledge/spec/spec-of-hop.ts';
import type { Spec } from '../../knowledge/spec/spec.ts';
import type { Release } from '../../knowledge/topology.ts';
import { type Verdict, open, shut } from '../../knowledge/verdict.ts';
import { judgeReleaseFile } from './judge-release-file.ts';

const gate = 'releasesAhead';
const standsFor = ['S1-12'];

/** The tarballs of later hops are what the file says, known before the first hop: no chain stops half way for a slip. */
export async function judgeReleasesAhead(whole: Spec, ahead: readonly Release[]): Promise<Verdict> {
  const verdicts = await Promise.all(ahead.map((release) => judgeReleaseFile(specOfHop(whole, release))));
  const evidence = verdicts.flatMap((verdict, index) =>
    verdict.evidence.map((line) => `${ahead[index]}: ${line}`),
  );
  const remedies = verdicts.flatMap((verdict) => (verdict.open ? [] : [verdict.remedy]));
  if (remedies.length === 0) return open(gate, evidence, standsFor);
  return shut(
    gate,
    evidence,
    `${[...new Set(remedies)].join(' ')} The stops of the chain are under via.`,
    standsFor,
  );
}
