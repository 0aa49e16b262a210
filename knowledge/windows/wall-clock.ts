import { type Weekday, weekdays } from './weekdays.ts';

export interface WallClock {
  readonly weekday: Weekday;
  /** `22:05`. */
  readonly time: string;
}

/** What the clock on the wall of a time zone shows, summer time and all. */
export function wallClock(timeZone: string): (at: number) => WallClock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const parts = format.formatToParts(new Date(at));
    const value = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
    const day = value('weekday').slice(0, 3).toLowerCase();
    const weekday = weekdays.find((each) => each === day);
    if (weekday === undefined) throw new RangeError(`no day of the week: ${day}`);
    return { weekday, time: `${value('hour')}:${value('minute')}` };
  };
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
