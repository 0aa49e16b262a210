import { expect, test } from 'vitest';
import { apacheService, dseService, portsOf } from '../../../knowledge/cassandra/service-defaults.ts';

test('Thrift is listened for only before 4.0, all else on the same ports in every line', () => {
  expect(portsOf('3.11')).toEqual({ storage: 7000, sslStorage: 7001, native: 9042, jmx: 7199, thrift: 9160 });
  expect(portsOf('6.0')).toEqual({ ...portsOf('3.11'), thrift: null });
});

test('DSE has a service and a folder of its own, on the same data', () => {
  expect(dseService.service).not.toBe(apacheService.service);
  expect(dseService.conf.deb).not.toBe(apacheService.conf.deb);
  expect(dseService.data).toBe(apacheService.data);
});
