import type { YamlText } from '../cassandra/yaml-text.ts';
import type { NodeObservation } from '../observation.ts';
import { yamlOf } from './yaml-of.ts';

/** What is no known way of letting everybody in is taken for a login. @source config/Config.java (default: none) */
export function asksForLogin(yaml: YamlText): boolean {
  if (!yaml.has('authenticator')) return false;
  const name = yaml.valueOf('authenticator') ?? yaml.valueOf('authenticator', 'class_name');
  return name === null || !/(^|\.)AllowAllAuthenticator$/.test(name);
}

/** Unless every node's file was read and lets everybody in, somebody may log in. */
export function mayLogIn(nodes: readonly NodeObservation[]): boolean {
  if (nodes.length === 0) return true;
  return nodes.some((seen) => {
    if (seen.host === null) return true;
    const { yaml } = yamlOf(seen);
    return yaml === null || asksForLogin(yaml);
  });
}
