import type { Server } from 'node:net';
import { RingliftError } from '../knowledge/errors.ts';
import { type Address, printAddress } from './address.ts';

/**
 * Listens, or says who is in the way.
 * @returns the port, which differs from the asked one when that is 0
 * @throws AddressInUse
 */
export function listen(server: Server, address: Address, purpose: string, setting: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(addressInUse(address, purpose, setting, error)));
    server.listen(address.port, address.host, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : address.port);
    });
  });
}

export function addressInUse(
  address: Address,
  purpose: string,
  setting: string,
  cause: unknown,
): RingliftError {
  const parts = {
    where: printAddress(address),
    what: `${purpose} can not listen there`,
    found: cause instanceof Error ? cause.message : String(cause),
    next: `End what listens there (ss -ltnp "sport = :${address.port}"), or choose another with ${setting}.`,
  };
  return new RingliftError('AddressInUse', parts, { cause });
}
