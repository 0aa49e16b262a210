import { expect, test } from 'vitest';
import { fitLogback } from '../../../knowledge/cassandra/fit-logback.ts';

const hook = (name: string) =>
  `<configuration>\n  <shutdownHook class="ch.qos.logback.core.hook.${name}"/>\n  <!-- ours -->\n</configuration>\n`;
const [delaying, standard] = [hook('DelayingShutdownHook'), hook('DefaultShutdownHook')];

test('the shutdown hook that logback no longer has gets the name that the target’s own file has', () => {
  const { text, changes } = fitLogback(delaying, standard, '5.0');
  expect(text).toBe(standard);
  expect(changes.map(({ action }) => action)).toEqual(['replaced']);
  expect(fitLogback(text, standard, '5.0')).toEqual({ text, changes: [] });
});

test('a target that still has it, or a line before, leaves the file as it is', () => {
  expect(fitLogback(delaying, delaying, '5.0')).toEqual({ text: delaying, changes: [] });
  expect(fitLogback(delaying, standard, '4.1')).toEqual({ text: delaying, changes: [] });
});

test('where the target names none, and where logback has lost something else, it is told', () => {
  const { text, changes } = fitLogback(delaying.replace('<!--', '<jmxConfigurator/><!--'), null, '6.0');
  expect(text).toContain('DelayingShutdownHook');
  expect(changes.map(({ key, action }) => [key, action])).toEqual([
    ['ch.qos.logback.core.hook.DelayingShutdownHook', 'left open'],
    ['jmxConfigurator', 'left open'],
  ]);
});
