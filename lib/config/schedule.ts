/** EventBridge Scheduler expressions: whether one is well formed, and how long it can leave a database unchecked. */

import { parseCron } from "./cron.ts";

const RATE = /^rate\(([1-9]\d{0,6}) (minute|hour|day)s?\)$/;
const CRON = /^cron\(([^()]*)\)$/;
const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;

const MINUTES_PER = { minute: 1, hour: 60, day: 1440 } as const;

/** What `parseSchedule` found: `longestGapMinutes` is Infinity for a schedule that runs once. */
export interface Schedule {
  readonly longestGapMinutes: number;
  /**
   * Whether it runs at a minute, given as what the clock on the wall shows, as if that stood in UTC.
   * @default - a rate, which runs at no particular time
   */
  readonly startsAt?: (wall: Date) => boolean;
}

/** Reads `cron(0 3 * * ? *)`, `rate(15 minutes)` or `at(2027-01-31T03:00:00)`; undefined when it is none of them. */
export function parseSchedule(expression: string): Schedule | undefined {
  const rate = RATE.exec(expression);
  if (rate) {
    return { longestGapMinutes: Number(rate[1]) * MINUTES_PER[rate[2] as keyof typeof MINUTES_PER] };
  }
  const at = AT.exec(expression);
  if (at) return isDateTime(at[1]!) ? once(at[1]!) : undefined;
  const cron = CRON.exec(expression);
  return cron ? parseCron(cron[1]!) : undefined;
}

/** Whether `name` is an IANA time zone this Node knows, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  // Intl also takes offsets ("+02:00"), which EventBridge Scheduler refuses.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const once = (moment: string): Schedule => ({
  longestGapMinutes: Number.POSITIVE_INFINITY,
  startsAt: (wall) => wall.toISOString().slice(0, 16) === moment.slice(0, 16),
});

function isDateTime(text: string): boolean {
  const time = new Date(`${text}Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}
