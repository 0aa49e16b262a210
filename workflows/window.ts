import { condition } from '@temporalio/workflow';
import type { StepKind } from '../knowledge/plan.ts';
import { call } from './call.ts';
import { rulesOf } from './step-rules.ts';
import { CalledAway, untilDone } from './until-done.ts';
import type { Upgrade } from './upgrade.ts';

/** Stands still until a window of the file is open, before something new is begun; what was begun is finished. */
export async function inWindow(upgrade: Upgrade, kind: StepKind): Promise<void> {
  const windows = upgrade.spec?.strategy.windows;
  if (windows === undefined || rulesOf(kind).anyTime) return;
  const title = 'wait for a maintenance window';
  await untilDone(upgrade, {
    ...{ title, node: null, hold: 'breakable' },
    skippable: () => true,
    do: () => awaitWindow(upgrade, windows),
    leaveOut: () => Promise.resolve(),
  });
}

async function awaitWindow({ record, desk }: Upgrade, windows: Parameters<typeof lookAt>[0]): Promise<void> {
  for (;;) {
    const look = await lookAt(windows);
    if (look.open) desk.windowWaived = false;
    if (look.open || desk.windowWaived) {
      // It may have shut by the time that somebody says resume: then it is waited for again.
      if (!record.status.paused) return;
      await desk.mayGoOn();
      if (desk.callsAway) throw new CalledAway();
      continue;
    }
    const { opensAt, says } = look;
    if (record.status.window?.opensAt !== opensAt) {
      record.tell(`stands still, ${says}: goes on at ${opensAt}`);
    }
    record.set({ state: 'paused', window: { opensAt, says } });
    try {
      const left = Math.max(1_000, Date.parse(opensAt) - Date.now());
      await condition(() => desk.callsAway || desk.windowWaived, left);
      if (desk.callsAway) throw new CalledAway();
    } finally {
      record.set({ state: 'running', window: null });
    }
  }
}

function lookAt(windows: Parameters<typeof call<'lookAtWindows'>>[1]['windows']) {
  return call('lookAtWindows', { windows }, 'is a maintenance window open?');
}
