import type { NodeSettings } from '../../../knowledge/spec/node-settings.ts';

/** The unit that is masked while packages change, so that no script of theirs starts it; `-`: another kind of service. */
export function systemdUnit({ service }: NodeSettings): string {
  return service.kind === 'systemd' ? `${service.name}.service` : '-';
}
