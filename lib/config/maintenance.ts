/** Maintenance windows: when they begin, how long they last, and whether one is open. */

import * as z from "zod/mini";
import { isTimeZone, parseSchedule } from "./schedule.ts";

/** While it is open, checks run and reports are stored, and nobody is told. */
export interface MaintenanceWindow {
  /** When it begins: `cron(0 2 ? * SUN *)`, or `at(2027-01-31T02:00:00)` for once. */
  readonly schedule: string;
  /** 1 to 10,080: a week. */
  readonly durationMinutes: number;
  readonly reason: string;
  /**
   * IANA time zone the schedule is read in.
   * @default "UTC"
   */
  readonly timeZone?: string;
}

const MINUTE_MS = 60_000;
const LONGEST_MINUTES = 7 * 24 * 60;

const schedule = "cron(…) or at(…): when the window begins";
const duration = "a whole number of minutes, at most 10080 (a week)";
const reason = "why: whoever reads a report sees it";
const zone = "an IANA time zone such as UTC or Europe/Berlin";

/** The message of every check is what is allowed there (see `problem.ts`). */
const MAINTENANCE_WINDOW = z.strictObject(
  {
    schedule: z.string(schedule).check(z.refine((text) => parseSchedule(text)?.startsAt !== undefined, schedule)),
    durationMinutes: z.int(duration).check(z.minimum(1, duration), z.maximum(LONGEST_MINUTES, duration)),
    reason: z.string(reason).check(z.minLength(1, reason), z.maxLength(200, "at most 200 characters")),
    timeZone: z.optional(z.string(zone).check(z.refine(isTimeZone, zone))),
  },
  "an object with schedule, durationMinutes and reason",
);

export const MAINTENANCE_WINDOWS = z.array(MAINTENANCE_WINDOW, "a list of maintenance windows");

/** The window that is open at that moment, and when it closes; of several the one that closes last. */
export function openWindow(
  windows: readonly MaintenanceWindow[],
  at: Date,
): { readonly reason: string; readonly until: Date } | null {
  const open = windows.flatMap((window) => {
    const until = closing(window, at);
    return until === undefined ? [] : [{ reason: window.reason, until }];
  });
  return open.sort((a, b) => b.until.getTime() - a.until.getTime())[0] ?? null;
}

/** When the window closes that the schedule opened last; undefined when none is open. */
function closing({ schedule: text, durationMinutes, timeZone = "UTC" }: MaintenanceWindow, at: Date): Date | undefined {
  const startsAt = parseSchedule(text)?.startsAt;
  if (!startsAt) return undefined;
  const wallTime = wallClock(timeZone);
  const now = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
  let later = wallTime(now) + MINUTE_MS;
  for (let ago = 0; ago < durationMinutes; ago++) {
    const minute = now - ago * MINUTE_MS;
    const here = wallTime(minute);
    // In spring an hour is left out: what would begin in it begins with the hour after it.
    for (let wall = Math.max(later - MINUTE_MS, here); wall >= here; wall -= MINUTE_MS)
      if (startsAt(new Date(wall))) return new Date(minute + durationMinutes * MINUTE_MS);
    later = here;
  }
  return undefined;
}

/** What a clock on the wall shows at a moment, as if it stood in UTC. */
function wallClock(timeZone: string): (moment: number) => number {
  if (timeZone === "UTC") return (moment) => moment;
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric" },
  });
  return (moment) => {
    const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute);
  };
}
