import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { scriptedActivities, type Script } from './scripted-activities.ts';

/** The real workflows with scripted activities. @returns what stops it */
export async function startScriptedWorker(
  address: string,
  taskQueue: string,
  script: Script,
): Promise<() => Promise<void>> {
  // What is scripted to fail would fill the screen.
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    identity: 'worker-1',
    workflowsPath: fileURLToPath(new URL('../../../workflows/index.ts', import.meta.url)),
    activities: scriptedActivities(script),
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
}
