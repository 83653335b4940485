/** The six fields of an EventBridge `cron(…)`: minutes, hours, day of month, month, day of week, year. */

interface Field {
  readonly low: number;
  readonly high: number;
  /** Names that stand for numbers, the first for `low`. */
  readonly names?: readonly string[];
  /** A range may run past the end: `FRI-MON`. */
  readonly wraps?: boolean;
}

const MINUTES: Field = { low: 0, high: 59 };
const HOURS: Field = { low: 0, high: 23 };
const DAY_OF_MONTH: Field = { low: 1, high: 31 };
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const MONTH: Field = { low: 1, high: 12, names: MONTHS, wraps: true };
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const DAY_OF_WEEK: Field = { low: 1, high: 7, names: DAYS, wraps: true };
const YEAR: Field = { low: 1970, high: 2199 };

type DayMatch = (date: Date) => boolean;

export interface Cron {
  /** The years it runs in are not looked at. */
  readonly longestGapMinutes: number;
  /** Whether it runs at a minute, given as what the clock on the wall shows, as if that stood in UTC. */
  startsAt(wall: Date): boolean;
}

/** Reads the text between the brackets; undefined when EventBridge would refuse it. */
export function parseCron(fields: string): Cron | undefined {
  const [minute, hour, dayOfMonth, month, dayOfWeek, year, ...rest] = fields.trim().split(/\s+/);
  if (year === undefined || rest.length > 0) return undefined;
  // EventBridge takes "?" in exactly one of the two day fields.
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) return undefined;
  const minutes = parseField(minute!, MINUTES);
  const hours = parseField(hour!, HOURS);
  const months = parseField(month!, MONTH);
  const matchesDay = dayOfMonth === "?" ? parseDayOfWeek(dayOfWeek!) : parseDayOfMonth(dayOfMonth!);
  const years = parseField(year, YEAR);
  if (!minutes || !hours || !months || !matchesDay || !years) return undefined;
  const runsOn: DayMatch = (date) => months.has(date.getUTCMonth() + 1) && matchesDay(date);
  const times = [...hours].flatMap((h) => [...minutes].map((m) => h * 60 + m)).sort((a, b) => a - b);
  return {
    longestGapMinutes: longestGap(times, runsOn),
    startsAt: (wall) =>
      minutes.has(wall.getUTCMinutes()) &&
      hours.has(wall.getUTCHours()) &&
      years.has(wall.getUTCFullYear()) &&
      runsOn(wall),
  };
}

function parseField(text: string, field: Field): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const item of text.split(",")) {
    const range = parseItem(item, field);
    if (!range) return undefined;
    for (const value of range) values.add(value);
  }
  return values;
}

function parseItem(item: string, field: Field): readonly number[] | undefined {
  const match = /^(?:(\*)|([A-Za-z0-9]+)(?:-([A-Za-z0-9]+))?)(?:\/([1-9]\d*))?$/.exec(item);
  if (!match) return undefined;
  const [, star, first, last, step] = match;
  const from = star ? field.low : numberOf(first!, field);
  const to = last !== undefined ? numberOf(last, field) : star || step ? field.high : from;
  if (from === undefined || to === undefined || (to < from && !field.wraps)) return undefined;
  const span = field.high - field.low + 1;
  const end = to < from ? to + span : to;
  const values: number[] = [];
  for (let value = from; value <= end; value += Number(step ?? 1))
    values.push(value > field.high ? value - span : value);
  return values;
}

function numberOf(text: string, field: Field): number | undefined {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named >= 0 ? named + field.low : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.low && value <= field.high ? value : undefined;
}

function parseDayOfMonth(text: string): DayMatch | undefined {
  if (text === "L") return (date) => date.getUTCDate() === daysInMonth(date);
  if (text === "LW") return (date) => date.getUTCDate() === weekdayNear(daysInMonth(date), date);
  const near = /^(\d+)W$/.exec(text)?.[1];
  const days = parseField(near ?? text, DAY_OF_MONTH);
  if (near !== undefined) return days && ((date) => date.getUTCDate() === weekdayNear(Number(near), date));
  return days && ((date) => days.has(date.getUTCDate()));
}

/** The weekday nearest to a day of the month of `date`, and in the same month; past the month's end there is none. */
function weekdayNear(day: number, date: Date): number {
  const last = daysInMonth(date);
  const falls = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay();
  if (day > last || (falls > 0 && falls < 6)) return day;
  if (falls === 6) return day > 1 ? day - 1 : day + 2;
  return day < last ? day + 1 : day - 2;
}

function parseDayOfWeek(text: string): DayMatch | undefined {
  const special = /^([A-Za-z0-9]+?)(?:#([1-5])|L)$/.exec(text);
  if (special) {
    const day = numberOf(special[1]!, DAY_OF_WEEK);
    if (day === undefined) return undefined;
    const nth = special[2] === undefined ? undefined : Number(special[2]);
    return (date) =>
      date.getUTCDay() + 1 === day &&
      (nth ? Math.ceil(date.getUTCDate() / 7) === nth : date.getUTCDate() + 7 > daysInMonth(date));
  }
  const days = text === "L" ? new Set([7]) : parseField(text, DAY_OF_WEEK);
  return days && ((date) => days.has(date.getUTCDay() + 1));
}

const daysInMonth = (date: Date): number =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();

/**
 * The longest wait between two runs, walked through four years so that every month length and a leap day are met;
 * Infinity when fewer than two of those days see a run.
 */
function longestGap(times: readonly number[], runsOn: DayMatch): number {
  const [first, last] = [times[0]!, times.at(-1)!];
  const withinDay = Math.max(0, ...times.slice(1).map((time, index) => time - times[index]!));
  let betweenDays = 0;
  let previous: number | undefined;
  for (let day = 0; day <= 4 * 366; day++) {
    if (!runsOn(new Date(Date.UTC(2027, 0, 1 + day)))) continue;
    if (previous !== undefined) betweenDays = Math.max(betweenDays, (day - previous) * 1440 + first - last);
    previous = day;
  }
  return betweenDays === 0 ? Number.POSITIVE_INFINITY : Math.max(withinDay, betweenDays);
}
