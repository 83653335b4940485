import { describe, expect, it } from "vitest";
import { isTimeZone, parseSchedule } from "../../lib/config/schedule.ts";

const DAY = 1440;

describe("parseSchedule", () => {
  it.each([
    ["cron(0 3 * * ? *)", DAY],
    ["cron(0 3,15 * * ? *)", DAY / 2],
    ["cron(0 8-18/2 * * ? *)", 14 * 60],
    ["cron(0/15 * * * ? *)", 15],
    ["cron(0 3 ? * MON-FRI *)", 3 * DAY],
    ["cron(0 3 ? * mon-fri *)", 3 * DAY],
    ["cron(0 3 ? * FRI-MON *)", 4 * DAY],
    ["cron(0 3 ? * 2 *)", 7 * DAY],
    ["cron(0 3 ? * L *)", 7 * DAY],
    ["cron(0 3 ? * 2L *)", 35 * DAY],
    ["cron(0 3 ? * 6#3 *)", 35 * DAY],
    ["cron(0 3 1 * ? *)", 31 * DAY],
    ["cron(0 3 L * ? *)", 31 * DAY],
    // From Saturday the 15th, which is run on the 14th, to the 15th a month of 31 days later.
    ["cron(0 3 15W * ? *)", 32 * DAY],
    ["cron(0 3 1 JAN,JUL ? *)", 184 * DAY],
    ["cron(0 3 29 2 ? *)", Number.POSITIVE_INFINITY],
    ["cron(0 3 * * ? 2027-2030)", DAY],
    ["rate(1 minute)", 1],
    ["rate(6 hours)", 360],
    ["rate(2 days)", 2 * DAY],
    ["at(2027-01-31T03:00:00)", Number.POSITIVE_INFINITY],
  ])("%s pauses for at most %d minutes", (expression, minutes) => {
    expect(parseSchedule(expression)?.longestGapMinutes).toBe(minutes);
  });

  it.each([
    "",
    "every night",
    "0 3 * * *",
    "cron()",
    "cron(0 3 * * ?)",
    "cron(0 3 * * ? * *)",
    "cron(0 3 * * * *)",
    "cron(0 3 ? * ? *)",
    "cron(60 3 * * ? *)",
    "cron(0 24 * * ? *)",
    "cron(0 3 32 * ? *)",
    "cron(0 3 * 13 ? *)",
    "cron(0 3 ? * 8 *)",
    "cron(0 3 ? * MOON *)",
    "cron(0 3 * * ? 1969)",
    "cron(5-1 3 * * ? *)",
    "cron(*/0 3 * * ? *)",
    "cron(0,, 3 * * ? *)",
    "cron(0 3 ? * 2#6 *)",
    "rate(0 minutes)",
    "rate(-1 hours)",
    "rate(1.5 hours)",
    "rate(1 week)",
    "at(2027-02-31T03:00:00)",
    "at(2027-01-31)",
  ])("refuses %j", (expression) => {
    expect(parseSchedule(expression)).toBeUndefined();
  });
});

describe("isTimeZone", () => {
  it.each(["UTC", "Etc/UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"])("knows %s", (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(["", "Mars/Olympus", "+02:00", "Europe/Berlinn", "Europe Berlin"])("does not know %j", (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
