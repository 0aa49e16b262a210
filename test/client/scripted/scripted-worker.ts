import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import { scriptedActivities, type Script } from './scripted-activities.ts';

/** The real workflows with scripted activities. @returns what stops it */
export async function startScriptedWorker(
  address: string,
  taskQueue: string,
  script: Script,
): Promise<() => Promise<void>> {
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue,
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
