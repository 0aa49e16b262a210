import { CancellationScope, condition, workflowInfo } from '@temporalio/workflow';
import type { NotifyTask } from '../activities/activities.ts';
import type { UpgradeStatus } from '../knowledge/messages.ts';
import { kindOfChange, notificationOf } from '../knowledge/notification.ts';
import type { NotifySettings } from '../knowledge/spec/spec.ts';
import { call } from './call.ts';
import { reportOf } from './failure.ts';
import type { UpgradeRecord } from './upgrade-record.ts';

/** How long the end of a workflow waits for what is still being told. */
const patienceAtEnd = '2m';

/**
 * Tells people outside when the upgrade comes to stand, goes on and ends. Nothing waits for it and it fails nothing:
 * what could not be told is an event.
 */
export class Notifier {
  readonly #record: UpgradeRecord;
  #settings: NotifySettings | null = null;
  #told = 0;
  #underWay = 0;

  constructor(record: UpgradeRecord) {
    this.#record = record;
    record.watch((before, after) => this.#see(before, after));
  }

  obey(settings: NotifySettings | undefined): void {
    this.#settings = settings ?? null;
  }

  /** Returns when all was told, or given up, or people have been waited for long enough. */
  async settle(): Promise<void> {
    if (this.#underWay === 0) return;
    await condition(() => this.#underWay === 0, patienceAtEnd);
  }

  #see(before: UpgradeStatus, after: UpgradeStatus): void {
    const kind = this.#settings === null ? null : kindOfChange(before, after);
    if (kind === null) return;
    const { runId } = workflowInfo();
    const id = `${runId}/${(this.#told += 1)}`;
    const notification = notificationOf(kind, after, { id, runId, at: this.#record.now() });
    for (const by of ['command', 'webhook'] as const) {
      if (this.#settings?.[by]) void this.#tell({ to: this.#settings, by, notification });
    }
  }

  async #tell(task: NotifyTask): Promise<void> {
    const { by, notification } = task;
    this.#underWay += 1;
    try {
      // What is broken off around it does not make it unsaid.
      await CancellationScope.nonCancellable(() =>
        call('notify', task, `tell people by the ${by}: ${notification.kind}`),
      );
    } catch (error) {
      this.#record.tell(`nobody was told "${notification.kind}" by the ${by}: ${reportOf(error).message}`);
    } finally {
      this.#underWay -= 1;
    }
  }
}
