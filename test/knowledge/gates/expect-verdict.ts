import { expect } from 'vitest';
import type { Verdict } from '../../../knowledge/verdict.ts';

/** The gate is open, and its evidence says all of this. */
export function expectOpen(verdict: Verdict, ...says: (string | RegExp)[]): void {
  expect(verdict).toMatchObject({ open: true });
  expectSaid(verdict.evidence, says);
}

/** The gate is shut, its evidence says all of this, and it has a remedy. */
export function expectShut(verdict: Verdict, ...says: (string | RegExp)[]): void {
  expect(verdict).toMatchObject({ open: false });
  expectSaid(verdict.evidence, says);
  expect(remedyOf(verdict)).toMatch(/\S+ \S+/);
}

export function remedyOf(verdict: Verdict): string {
  return verdict.open ? '' : verdict.remedy;
}

function expectSaid(evidence: readonly string[], says: readonly (string | RegExp)[]): void {
  const text = evidence.join('\n');
  for (const each of says) expect(text).toMatch(typeof each === 'string' ? new RegExp(escaped(each)) : each);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
