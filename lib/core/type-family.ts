/** Which types hold values of one sort, and what becomes of them on the way from one type to the other. */

/**
 * `equal`: nothing · `widens`: every value fits and stays what it is · `narrows`: one that does not fit is refused ·
 * `rounds`: values lose what does not fit, and nobody is told · `shifts`: what they mean depends on the session's TimeZone ·
 * `crosses`: to another family, where values have to be made anew.
 */
export type TypeWay = "equal" | "widens" | "narrows" | "rounds" | "shifts" | "crosses";

export interface TypeChange {
  readonly way: TypeWay;
  /** Every row is written anew. */
  readonly rewrites: boolean;
}

/** A type as `format_type` prints it: `character varying(20)`, `timestamp(3) with time zone`, `integer[]`. */
interface TypeName {
  readonly base: string;
  readonly modifiers: readonly number[];
  readonly array: boolean;
}

type Compare = (from: TypeName, to: TypeName) => TypeChange;

const change = (way: TypeWay, rewrites = true): TypeChange => ({ way, rewrites });

export function typeChange(from: string, to: string): TypeChange {
  if (from === to) return change("equal", false);
  const [a, b] = [nameIn(from), nameIn(to)];
  const family = FAMILIES.find(({ types }) => types.includes(a.base) && types.includes(b.base));
  if (!family || a.array !== b.array) return change("crosses");
  const { way, rewrites } = family.compare(a, b);
  // The elements of an array are converted one by one.
  return change(way, rewrites || a.array);
}

/** Whether values of the one can be told as values of the other without being made anew. */
export const sameFamily = (from: string, to: string): boolean => typeChange(from, to).way !== "crosses";

/** What a value of any type can be spelled as, and read from. */
const SPELLED = ["character varying", "text", "character", "name"];
/** From a type of one family to one of another, where PostgreSQL knows how, and the spelling of the one is not the other's. */
const CASTS: Readonly<Record<string, readonly string[]>> = {
  boolean: ["integer"],
  smallint: ["oid"],
  '"char"': ["integer"],
  integer: ['"char"', "boolean", "bit", "money", "oid"],
  bigint: ["bit", "money", "oid"],
  numeric: ["money"],
  money: ["numeric"],
  bit: ["integer", "bigint"],
  oid: ["integer", "bigint"],
  jsonb: ["boolean", "smallint", "integer", "bigint", "numeric", "real", "double precision"],
  "timestamp without time zone": ["time without time zone"],
  "timestamp with time zone": ["time without time zone", "time with time zone"],
  "time without time zone": ["interval"],
  interval: ["time without time zone"],
  point: ["box"],
  box: ["circle", "lseg", "point", "polygon"],
  circle: ["box", "point", "polygon"],
  lseg: ["point"],
  path: ["polygon"],
  polygon: ["box", "circle", "path", "point"],
};

/** Whether PostgreSQL has a cast from the one to the other; where it has none, values go by way of their spelling. */
export function isCast(from: string, to: string): boolean {
  const [a, b] = [nameIn(from), nameIn(to)];
  if (a.base === b.base && a.array === b.array) return true;
  // The elements of an array are cast one by one; an array as a whole is nothing but spelled.
  const spelled = ({ base, array }: TypeName) => SPELLED.includes(base) && !array;
  if (spelled(a) || spelled(b)) return true;
  if (a.array !== b.array) return false;
  const multirange = b.base === a.base.replace(/range$/, "multirange");
  const elements = a.array && [a, b].some(({ base }) => SPELLED.includes(base));
  return elements || multirange || sameFamily(a.base, b.base) || (CASTS[a.base]?.includes(b.base) ?? false);
}

/** Whether PostgreSQL makes values of the one values of the other where it is not told to. */
export const isAssigned = (from: string, to: string): boolean =>
  sameFamily(from, to) || (SPELLED.includes(nameIn(to).base) && !nameIn(to).array);

/**
 * How a value of the one is made one of the other where an assignment does not do it: of a type that somebody made there may be
 * a cast that has to be asked for. An assignment refuses what does not fit, where a cast would cut it off.
 * @param called what the other is called, if it is a domain over it
 */
export function castWay(from: string, to: string, called = to): string {
  if (sameFamily(from, to)) return "";
  if (isAssigned(from, to)) return nameIn(from).base.includes(".") ? "::text" : "";
  return `${isCast(from, to) ? "" : "::text"}::${called}`;
}

function nameIn(text: string): TypeName {
  const array = text.endsWith("[]");
  const modifiers = /\(([-\d,]+)\)/.exec(text);
  const base = text.replace(/\[\]$/, "").replace(/\([-\d,]+\)/, "");
  const numbers = modifiers?.[1]?.split(",").map(Number) ?? [];
  // Of `interval day to hour` the last counts: what is smaller is cut off, and what is greater is kept.
  if (base.startsWith("interval ")) return { base: "interval", array, modifiers: [numbers[0] ?? 6, fieldOf(base)] };
  return { base, array, modifiers: numbers };
}

const FIELDS = ["year", "month", "day", "hour", "minute", "second"];
const fieldOf = (type: string): number => FIELDS.indexOf(type.split(" ").at(-1) ?? "");

/** Decimal digits before and after the point; of what is not exact, how many digits in all stay what they were. */
interface Digits {
  readonly whole: number;
  readonly fraction: number;
  readonly exact: number;
}

/** What values can have of them … */
const HELD: Readonly<Record<string, Digits>> = {
  smallint: { whole: 5, fraction: 0, exact: 5 },
  integer: { whole: 10, fraction: 0, exact: 10 },
  bigint: { whole: 19, fraction: 0, exact: 19 },
  real: { whole: 38, fraction: 45, exact: 9 },
  "double precision": { whole: 308, fraction: 324, exact: 17 },
};
/** … and what the type takes of any value. */
const TAKEN: Readonly<Record<string, Digits>> = {
  smallint: { whole: 4, fraction: 0, exact: 4 },
  integer: { whole: 9, fraction: 0, exact: 9 },
  bigint: { whole: 18, fraction: 0, exact: 18 },
  real: { whole: 38, fraction: 45, exact: 6 },
  "double precision": { whole: 308, fraction: 324, exact: 15 },
};
const ANY = Number.POSITIVE_INFINITY;
const INEXACT = ["real", "double precision"];
const INTEGERS = ["smallint", "integer", "bigint"];

function digits(of: Readonly<Record<string, Digits>>, { base, modifiers: [precision, scale = 0] }: TypeName): Digits {
  const known = of[base];
  if (known) return known;
  return precision === undefined
    ? { whole: ANY, fraction: ANY, exact: ANY }
    : { whole: precision - scale, fraction: Math.max(0, scale), exact: precision };
}

const numbers: Compare = (from, to) => {
  const ladder =
    from.base !== to.base && [INTEGERS, INEXACT].find((all) => [from, to].every(({ base }) => all.includes(base)));
  if (ladder)
    return change(
      ladder.indexOf(from.base) < ladder.indexOf(to.base) ? "widens" : ladder === INTEGERS ? "narrows" : "rounds",
    );
  const [held, taken] = [digits(HELD, from), digits(TAKEN, to)];
  // Only a numeric whose scale stays keeps its rows as they are.
  const kept = from.base === to.base && (to.modifiers.length === 0 || from.modifiers[1] === to.modifiers[1]);
  if (INEXACT.includes(from.base) || held.fraction > taken.fraction) return change("rounds");
  if (INEXACT.includes(to.base)) return change(held.exact > taken.exact ? "rounds" : "widens");
  return held.whole > taken.whole ? change("narrows") : change("widens", !kept);
};

const PADDED = ["character", "bit"];

/** Of texts and bits, whose one modifier is how long they may be. */
const lengths: Compare = (from, to) => {
  const length = ({ base, modifiers: [said] }: TypeName) => said ?? (PADDED.includes(base) ? 1 : ANY);
  const asItIs = from.base === "bit" && to.base === "bit varying" && to.modifiers.length === 0;
  const padded = !asItIs && [from, to].some(({ base }) => PADDED.includes(base));
  // PostgreSQL pads texts; bits it refuses unless they are as long as they have to be.
  const narrows = length(from) > length(to) || (to.base === "bit" && length(from) !== length(to));
  return narrows ? change("narrows") : change("widens", padded);
};

/** Of moments, whose modifier is the digits of their seconds. */
const moments: Compare = (from, to) => {
  const [a, b] = [from, to].map(({ modifiers: [said] }) => said ?? 6) as [number, number];
  if (from.base === to.base) return a > b ? change("rounds") : change("widens", false);
  const zoned = [from, to].map(({ base }) => base.endsWith("with time zone"));
  if (to.base === "date" || (a > b && from.base !== "date")) return change("rounds");
  return zoned[0] === zoned[1] ? change("widens") : change("shifts");
};

/** Of spans of time, whose second modifier is the smallest field that they hold. */
const spans: Compare = ({ modifiers: [a = 6, held = 5] }, { modifiers: [b = 6, taken = 5] }) => {
  const fits = taken >= held && (held < 5 || b >= a);
  return fits ? change("widens", false) : change("rounds");
};

/** Each can be told as those that follow it. */
const ladder =
  (...types: readonly string[]): Compare =>
  (from, to) =>
    change(types.indexOf(from.base) < types.indexOf(to.base) ? "widens" : "rounds", from.base !== "cidr");

const FAMILIES: readonly { readonly types: readonly string[]; readonly compare: Compare }[] = [
  { types: [...INTEGERS, "numeric", ...INEXACT], compare: numbers },
  { types: ["character varying", "text", "character"], compare: lengths },
  { types: ["bit varying", "bit"], compare: lengths },
  { types: ["date", "timestamp without time zone", "timestamp with time zone"], compare: moments },
  { types: ["time without time zone", "time with time zone"], compare: moments },
  { types: ["interval"], compare: spans },
  { types: ["jsonb", "json"], compare: ladder("jsonb", "json") },
  { types: ["cidr", "inet"], compare: ladder("cidr", "inet") },
  { types: ["macaddr", "macaddr8"], compare: ladder("macaddr", "macaddr8") },
];
