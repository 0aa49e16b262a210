import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import { millis } from '../../knowledge/spec/duration.ts';
import { expandHome } from './expand-home.ts';

/** One SSH server and the way to log in there: all that decides whether two callers may share a connection. */
export interface SshTarget {
  /** Without the brackets that an IPv6 address may have in the file. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly privateKeyFile?: string;
  readonly passphraseEnv?: string;
  readonly agent: boolean;
  readonly knownHostsFile: string;
  readonly connectTimeoutMillis: number;
  /** The bastion that the connection goes through. */
  readonly via?: SshTarget;
}

export function targetOf({ address, ssh }: NodeSettings): SshTarget {
  const common = {
    passphraseEnv: ssh.passphraseEnv,
    agent: ssh.agent,
    knownHostsFile: expandHome(ssh.knownHostsFile),
    connectTimeoutMillis: millis(ssh.connectTimeout),
  };
  const target = {
    ...common,
    host: bare(address),
    port: ssh.port,
    user: ssh.user,
    privateKeyFile: ssh.privateKeyFile && expandHome(ssh.privateKeyFile),
  };
  if (!ssh.bastion) return target;
  const keyFile = ssh.bastion.privateKeyFile ?? ssh.privateKeyFile;
  return {
    ...target,
    via: {
      ...common,
      host: bare(ssh.bastion.host),
      port: ssh.bastion.port,
      user: ssh.bastion.user ?? ssh.user,
      privateKeyFile: keyFile && expandHome(keyFile),
    },
  };
}

/** Targets with the same key share one connection. */
export function keyOf(target: SshTarget): string {
  return JSON.stringify(target);
}

/** `cassandra@10.0.0.1:22 through ops@bastion:22`, for messages. */
export function sayTarget({ user, host, port, via }: SshTarget): string {
  const own = `${user}@${host.includes(':') ? `[${host}]` : host}:${port}`;
  return via ? `${own} through ${sayTarget(via)}` : own;
}

function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
