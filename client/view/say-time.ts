/** Clock times in the reader's zone, with the day where it is another than today. */
export interface Clock {
  /** `15:20`, or `Nov 21 15:20` on another day. */
  minute(at: string | number): string;
  /** `15:20:07`, or `Nov 21 15:20:07` on another day. */
  second(at: string | number): string;
}

/** @param now epoch milliseconds @param timeZone IANA name; default: the machine's */
export function makeClock(now: number, timeZone?: string): Clock {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat('en-US', { ...zone, month: 'short', day: 'numeric', year: 'numeric' });
  const shortDay = new Intl.DateTimeFormat('en-US', { ...zone, month: 'short', day: 'numeric' });
  const time = new Intl.DateTimeFormat('en-GB', {
    ...zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const today = day.format(now);
  const dated = (at: string | number, clock: string) => {
    const moment = new Date(at);
    return day.format(moment) === today ? clock : `${shortDay.format(moment)} ${clock}`;
  };
  return {
    minute: (at) => dated(at, time.format(new Date(at)).slice(0, 5)),
    second: (at) => dated(at, time.format(new Date(at))),
  };
}
