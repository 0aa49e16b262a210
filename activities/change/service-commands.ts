import type { ServiceSettings } from '../../knowledge/spec/spec.ts';

/** The words that start or stop Cassandra on a host. */
export function serviceCommand(service: ServiceSettings, verb: 'start' | 'stop'): readonly string[] {
  switch (service.kind) {
    case 'systemd':
      return ['systemctl', verb, service.name];
    case 'sysv':
      return ['service', service.name, verb];
    case 'commands':
      return service[verb];
  }
}
