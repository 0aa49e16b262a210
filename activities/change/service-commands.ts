import type { ServiceSettings } from '../../knowledge/spec/spec.ts';

/** The words that start or stop Cassandra on a host; stop-node knows what to do with the file of a process's number. */
export function serviceCommand(service: ServiceSettings, verb: 'start' | 'stop'): readonly string[] {
  switch (service.kind) {
    case 'systemd':
      return ['systemctl', verb, service.name];
    case 'sysv':
      return ['service', service.name, verb];
    case 'pidFile':
      return verb === 'start' ? service.start : ['ringlift-pid-file', service.file];
    case 'commands':
      return service[verb];
  }
}
