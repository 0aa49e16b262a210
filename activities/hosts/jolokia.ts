import type { Socket } from 'node:net';
import { RingliftError } from '../../knowledge/errors.ts';
import type { Bean } from '../../knowledge/jmx/bean.ts';
import { type BeanQuery, bulkRead, parseBulkAnswer } from '../../knowledge/jmx/jolokia-answer.ts';
import type { JolokiaSettings } from '../../knowledge/spec/spec.ts';
import { secretOf } from '../secret-of.ts';
import type { Host } from './host.ts';
import { type HttpQuestion, requestThrough } from './http-through.ts';

const limitMillis = 20_000;

/**
 * Reads MBeans from the Jolokia agent of a node, all in one request, through the host's SSH connection as CQL is: the
 * agent may listen on the node's loopback alone.
 * @throws RingliftError NodeNotServing when nothing answers there, AuthenticationRefused, PrivilegeMissing,
 *   UnreadableOutput, and those of Host.connectThrough
 */
export async function readBeans(
  host: Host,
  agent: JolokiaSettings,
  queries: readonly BeanQuery[],
  signal?: AbortSignal,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Bean[][]> {
  const { name } = host.settings;
  const where = `Jolokia of ${name}`;
  const password = agent.user === undefined ? undefined : await secretOf(where, agent, environment);
  const through = await host.connectThrough(agent.host, agent.port);
  const within = AbortSignal.any([AbortSignal.timeout(limitMillis), ...(signal ? [signal] : [])]);
  try {
    const question: HttpQuestion = {
      ...{ method: 'POST', host: agent.host, port: agent.port, body: bulkRead(queries) },
      // The agent asks for the slash at the end of its context.
      path: `${agent.path.replace(/\/+$/, '')}/`,
      ...(password !== undefined && { auth: `${agent.user}:${password}` }),
    };
    const { status, body } = await requestThrough(through as Socket, question, within);
    if (status === 401 || status === 403) throw refused(where, agent, status);
    if (status !== 200) throw notServing(where, agent, `status ${status}: ${body.slice(0, 200)}`);
    return parseBulkAnswer(where, queries, body);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof RingliftError) throw error;
    const why = within.aborted ? `no answer within ${limitMillis / 1_000} s` : (error as Error).message;
    throw notServing(where, agent, why);
  } finally {
    through.destroy();
  }
}

function refused(where: string, { user }: JolokiaSettings, status: number): RingliftError {
  return new RingliftError('AuthenticationRefused', {
    where,
    what: user === undefined ? 'it asks for a user' : `it refuses the user ${user}`,
    found: `status ${status}`,
    next: 'Set jolokia.user and jolokia.passwordEnv or jolokia.passwordFile in the file to what the agent was started with.',
  });
}

function notServing(where: string, { host, port, path }: JolokiaSettings, found: string): RingliftError {
  return new RingliftError('NodeNotServing', {
    where,
    what: `no Jolokia agent answers on ${host} port ${port}, ${path}`,
    found,
    next: "Start the node's JVM with the agent (-javaagent:jolokia-agent-jvm.jar=port=...), correct `jolokia` in the file, or leave it out: nodetool is asked then.",
  });
}
