import { expect, test } from 'vitest';
import { javaByLine, javaFor } from '../../../lab/cluster/java-for.ts';

test('nodes have a Java on which their release and the next line run', () => {
  expect([javaFor('3.11.19'), javaFor('4.0.7'), javaFor('4.1.10'), javaFor('5.0.9')]).toEqual([
    8, 11, 11, 17,
  ]);
  expect(Object.keys(javaByLine(8, '/j'))).toContain('4.0');
  expect(Object.keys(javaByLine(11, '/j'))).toContain('5.0');
  expect(Object.keys(javaByLine(17, '/j'))).toContain('6.0');
});
