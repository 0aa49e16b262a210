/** Is it time? Pure: the moment is given, and the whole truth about summer time is the time zone's own. */
import type { MaintenanceWindow } from '../spec/spec.ts';
import { type WallClock, wallClock } from './wall-clock.ts';
import { type Weekday, weekdays } from './weekdays.ts';

/** Whether something new may be begun now, and else when the next window opens, ISO 8601. */
export type WindowLook = (
  { readonly open: true; readonly opensAt: null } | { readonly open: false; readonly opensAt: string }
) & {
  /** One clause for people: `outside of mon tue 22:00 to 05:00 Europe/Berlin`. */
  readonly says: string;
};

const minuteMillis = 60_000;
/** Every window opens once a week at least; an hour that summer time skips may move one by a day. */
const farthestMinutes = 9 * 24 * 60;

/** @param now ms since the epoch */
export function lookAtWindows(windows: readonly MaintenanceWindow[], now: number): WindowLook {
  const clocks = windows.map((window) => ({ window, clock: wallClock(window.timeZone ?? 'UTC') }));
  const openAt = (at: number) => clocks.find(({ window, clock }) => isOpen(window, clock(at)))?.window;
  const open = openAt(now);
  if (open) return { open: true, opensAt: null, says: `inside of ${sayWindow(open)}` };
  const says = `outside of ${windows.map(sayWindow).join(' and ')}`;
  const first = Math.floor(now / minuteMillis) * minuteMillis;
  for (let minute = 1; minute <= farthestMinutes; minute += 1) {
    const at = first + minute * minuteMillis;
    if (openAt(at)) return { open: false, opensAt: new Date(at).toISOString(), says };
  }
  // Not knowing means shut: it is looked at again.
  return { open: false, opensAt: new Date(now + farthestMinutes * minuteMillis).toISOString(), says };
}

/** `mon tue 22:00 to 05:00 Europe/Berlin`. */
export function sayWindow({ days, from, to, timeZone = 'UTC' }: MaintenanceWindow): string {
  return `${days ? days.join(' ') : 'every day'} ${from} to ${to} ${timeZone}`;
}

/** From `from` on, up to but not with `to`; over midnight it belongs to the day on which it opened. */
function isOpen(window: MaintenanceWindow, { weekday, time }: WallClock): boolean {
  const { from, to } = window;
  const days: readonly Weekday[] = window.days ?? weekdays;
  if (from < to) return days.includes(weekday) && from <= time && time < to;
  return (days.includes(weekday) && from <= time) || (days.includes(dayBefore(weekday)) && time < to);
}

function dayBefore(day: Weekday): Weekday {
  return weekdays[(weekdays.indexOf(day) + 6) % 7] ?? day;
}
