import { nameOfChange } from '../knowledge/setting-change.ts';
import type { NodeTask } from './activities.ts';

/**
 * Where a node's turn keeps what is its own, below the state folder of its host: baseline, mark in the log, what the start
 * printed. The upgrade's is named by its tag, those of its rolling restarts lie in it.
 */
export function turnFolderOf({ plan, change }: NodeTask): string {
  return change ? `${plan.tag}/${nameOfChange(change)}` : plan.tag;
}
