/** A Temporal server and a crew of workers, for one run after the other. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../client/scripted/dev-server.ts';
import { Crew, type StepLine } from './crew.ts';
import { TemporalServer } from './temporal-server.ts';

type StepListener = (line: StepLine, worker: number) => void;

export class Stage {
  readonly folder: string;
  readonly server: TemporalServer;
  readonly crew: Crew;
  readonly #listeners = new Set<StepListener>();

  private constructor(folder: string, server: TemporalServer) {
    this.folder = folder;
    this.server = server;
    this.crew = new Crew({
      environment: {
        ...process.env,
        XDG_STATE_HOME: join(folder, 'state'),
        RINGLIFT_METRICS_ADDRESS: 'off',
        RINGLIFT_HEALTH_ADDRESS: 'off',
      },
      temporalPort: server.port,
      logFile: join(folder, 'workers.log'),
      onStep: (line, worker) => this.#listeners.forEach((listener) => listener(line, worker)),
    });
  }

  static async set(binary: string): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'ringlift-faults-'));
    const server = new TemporalServer({
      ...{ binary, port: await freePort() },
      databaseFile: join(folder, 'temporal.db'),
    });
    const stage = new Stage(folder, server);
    await server.start();
    await stage.crew.hire();
    return stage;
  }

  /** @returns the call that ends it */
  onStep(listener: StepListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** With a server and one worker, whatever the last run left. */
  async makeReady(): Promise<void> {
    if (!this.server.up) await this.server.start();
    if (this.crew.atWork === 0) await this.crew.hire();
  }

  async clear(): Promise<void> {
    await this.crew.end();
    await this.server.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
