export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `host:port` as people write it: `127.0.0.1:9464`, `[::1]:9464`; null: it is not one. */
export function parseAddress(text: string): Address | null {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host !== undefined && port <= 65_535 ? { host, port } : null;
}

export function printAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
