import { expect, test } from 'vitest';
import { javaForTarget } from '../../../activities/change/java-for-target.ts';
import type { HostView } from '../../../knowledge/host-view.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import { healthyCluster, healthySpec } from '../../knowledge/gates/healthy-cluster.ts';

const jdk = (major: number) => ({ home: `/usr/lib/jvm/java-${major}`, major, version: `${major}.0.1` });
const named = (java: Record<string, string>) => settingsOf(healthySpec({ java }), '10.0.0.1');
const unnamed = named({});

function machine(changes: Partial<HostView>): HostView {
  const host = healthyCluster().nodes[0]?.host;
  if (!host) throw new Error('a healthy node has a host');
  return { ...host, processJavaHome: null, jdks: [8, 11, 17].map(jdk), ...changes };
}

test('the one that the file names for the target is taken', () => {
  const settings = named({ '6.0': '/usr/lib/jvm/java-11', '5.0': '/usr/lib/jvm/java-17' });
  expect(
    javaForTarget(settings, machine({ processJavaHome: '/usr/lib/jvm/java-17' }), '6.0-alpha2').major,
  ).toBe(11);
});

test('else the one that the process runs on, when the target runs on it too', () => {
  expect(
    javaForTarget(unnamed, machine({ processJavaHome: '/usr/lib/jvm/java-17' }), '6.0-alpha2').major,
  ).toBe(17);
});

test('else, of a node that is stopped, the first that the target runs on', () => {
  expect(javaForTarget(unnamed, machine({}), '6.0-alpha2').major).toBe(11);
});

test('one that the process runs on and the target does not is refused, whatever else is there', () => {
  const running = machine({ processJavaHome: '/usr/lib/jvm/java-8' });
  expect(() => javaForTarget(unnamed, running, '5.0.9')).toThrow(
    expect.objectContaining({
      name: 'PreconditionChanged',
      message: expect.stringMatching(
        /expected JDK 11, 17 at \/usr\/lib\/jvm\/java-8, found 8 at .*java\["5\.0"\]/,
      ),
    }),
  );
});

test('one that the file names and that is not there is refused, with those that are', () => {
  const settings = named({ '6.0': '/opt/jdk-21' });
  expect(() => javaForTarget(settings, machine({ jdks: [jdk(17)] }), '6.0-alpha2')).toThrow(
    /expected JDK .* at \/opt\/jdk-21, found 17 at \/usr\/lib\/jvm\/java-17/,
  );
});

test('a machine without any is told so', () => {
  expect(() => javaForTarget(unnamed, machine({ jdks: [] }), '6.0-alpha2')).toThrow(/found no JDK/);
});
