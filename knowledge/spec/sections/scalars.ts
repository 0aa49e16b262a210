/** What single values of the file must look like. */
import { z } from 'zod';
import { shortIPv6 } from '../../short-ipv6.ts';
import { durationPattern } from '../duration.ts';

export const duration = z.string().regex(durationPattern, 'a duration like "500ms", "30s", "10m" or "24h"');
export const port = z.number().int().min(1).max(65_535);
// Host names and addresses never start with a dash, so that no tool can take one for an option.
// An IPv6 address is named in its short form, as every command's output is read: else a node would be two.
export const hostName = z
  .string()
  .regex(/^[A-Za-z0-9:[][A-Za-z0-9.:_\-[\]%]*$/, 'a host name or an IP address')
  .overwrite((text) => shortIPv6(text.replace(/^\[([^\]]*)\]$/, '$1')));
export const absolutePath = z.string().regex(/^\/[^\0\n]*$/, 'an absolute path');
export const environmentName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable');
export const command = z
  .array(z.string().min(1))
  .min(1)
  .describe('The program and its arguments; no shell reads it.');
export const releaseLine = z
  .string()
  .regex(/^(dse-)?\d+\.\d+$/, 'a release line like "5.0", or "dse-5.1" for DSE');
export const release = z
  .string()
  .regex(
    /^(dse-\d+\.\d+\.\d+|\d+\.\d+(\.\d+)?(-(alpha|beta|rc)\d+)?)$/,
    'an Apache Cassandra release like "6.0.0" or "6.0-alpha2", or one of DSE like "dse-5.1.4"',
  );
export const tarballUrl = z.url({ protocol: /^https?$/ });
export const tarballDigest = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits');
/** Any text that a snitch gives; it is compared, never run. */
export const dataCenterName = z.string().min(1).max(200);
/** As Debian and RPM write them; with `:` for an epoch. Never begins like an option. */
export const packageVersion = z
  .string()
  .regex(/^\d[A-Za-z0-9.+~:-]*$/, 'the version of a package like "5.0.9" or "5.0.9-1"');
