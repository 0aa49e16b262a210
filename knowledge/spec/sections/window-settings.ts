/** When something new may be begun. */
import { z } from 'zod';
import { weekdays } from '../../windows/weekdays.ts';
import { isTimeZone } from '../../windows/wall-clock.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day like "22:30"');

export const window = z.strictObject({
  days: z.array(z.enum(weekdays)).min(1).optional().describe('Days on which it opens. Default: every day.'),
  from: timeOfDay.describe('When it opens, by the clock on the wall of `timeZone`.'),
  to: timeOfDay.describe('When it closes; not later than `from`: on the day after.'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'a time zone by its IANA name, like "Europe/Berlin" or "UTC"')
    .optional()
    .describe('By its IANA name. Default: UTC.'),
});
