/** What it means to run what brings a column about, or makes another one of it. */

import { encode, type SqlText } from "../core/canonical.ts";
import { caution, danger, type Hazard, type Rating, safe } from "../core/hazard.ts";
import type { Facts } from "../core/kind.ts";
import { ident, qualified } from "../core/sql.ts";
import { type TypeWay, typeChange } from "../core/type-family.ts";
import { isVolatile } from "../core/volatility.ts";

type At = { schema: string; table: string; name: string };
interface Column {
  readonly type: string;
  readonly notNull: boolean | string;
  readonly collation: readonly string[] | null;
  readonly default: SqlText | null;
  readonly identity: unknown;
  readonly generated: { readonly kept: string } | null;
}

interface Judged {
  readonly rating: Rating;
  readonly hazards: readonly Hazard[];
}

const GONE = "take what it held, if anybody misses it, from a backup";

/** ADD COLUMN. Whether the table has rows nobody knows. */
export function additionRisk(at: At, spec: Column, { foreign, domain }: Facts): Judged {
  if (foreign === "table") return { rating: ASKED_FOR, hazards: [] };
  const filled = spec.default || spec.identity || spec.generated;
  if (spec.notNull === true && !filled)
    return {
      rating: danger(
        "it fails where the table has rows, since none of them has a value for the column",
        `add it without NOT NULL, fill it in batches, then: ${gentlyNotNull(at)}`,
      ),
      hazards: ["may-fail"],
    };
  const eachRow =
    spec.identity !== null ||
    spec.generated?.kept === "STORED" ||
    (spec.default !== null && isVolatile(spec.default.text));
  if (domain === true)
    return {
      rating: caution(
        "the column comes with the domain's default, or NULL, in every row: it fails where the domain's checks refuse that",
        "in a quiet hour, since rows may be written one by one; or add it with a default that the domain takes",
      ),
      hazards: ["may-fail", "table-rewrite"],
    };
  if (spec.generated && spec.notNull !== false)
    return {
      rating: caution(
        "the column is worked out for every row, and it fails where that comes to NULL",
        "see first that no row comes to NULL; in a quiet hour, since every row is read, and written where the column is stored",
      ),
      hazards: ["may-fail", ...(eachRow ? (["table-rewrite"] as const) : [])],
    };
  if (eachRow)
    return {
      rating: safe(
        "the column comes with a value in every row, which is worked out, and written, row by row",
        spec.default
          ? "in a quiet hour; or add it without the default, set the default, and fill the rows there are in batches"
          : "in a quiet hour, with lock_timeout set",
      ),
      hazards: ["table-rewrite"],
    };
  return {
    rating: filled
      ? safe(
          "the column comes with its value in every row, and no row is written; what it held before stays lost",
          GONE,
        )
      : safe("the column comes, and holds NULL in every row: what it held before stays lost", GONE),
    hazards: [],
  };
}

/** ALTER COLUMN … TYPE. @param refused by the checks of a domain, whose values those are to be */
export function retypingRisk(from: Column, to: Column, ofForeign: boolean, refused = false): Judged {
  const plain = typeChange(from.type, to.type);
  const rewrites = refused || plain.rewrites;
  const cast = refused && (plain.way === "equal" || plain.way === "widens") ? "narrows" : plain.way;
  const recollated = encode(from.collation) !== encode(to.collation);
  const isKept = (cast === "widens" || cast === "equal") && !rewrites;
  if (isKept && !recollated)
    return { rating: safe("every value fits the type and stays what it is; no row is written"), hazards: [] };
  const way = isKept ? "equal" : cast;
  const merges = recollated && mayMerge(to);
  const hazards = new Set<Hazard>([
    ...LOSSES[way],
    ...(rewrites && !ofForeign ? (["table-rewrite"] as const) : []),
    ...(recollated && way === "widens" ? LOSSES.equal : []),
    ...(merges ? (["may-fail"] as const) : []),
  ]);
  return { rating: merges && way === "equal" ? MERGING : RETYPING[way], hazards: [...hazards] };
}

/** Only a collation that somebody made may take two texts for the same that are not: PostgreSQL's own never do. */
const mayMerge = ({ collation }: Column): boolean => collation !== null && collation[0] !== "pg_catalog";

const MERGING = caution(
  "the column's indexes are built anew, in another order, and a unique one fails where the collation takes two values for the same",
  "look first for values that become equal: GROUP BY the column with the new COLLATE, HAVING count(*) > 1",
);

const ASIDE = "or add a column of the type, fill it in batches, and swap the names";

const RETYPING: Readonly<Record<TypeWay, Rating>> = {
  equal: caution("the column's indexes are built anew, in another order", "in a quiet hour, with lock_timeout set"),
  widens: caution(
    "every value fits the type, and the whole table is written anew while nobody can read or write it",
    `in a quiet hour, with room on the disk; ${ASIDE}`,
  ),
  narrows: danger(
    "it fails at the first value that does not fit the type, and so do writes of such values from then on",
    "count the rows whose values do not fit first; then in a quiet hour, since the whole table is read",
  ),
  rounds: danger(
    "values lose what the type does not hold (digits, times of day, order), and nobody is told",
    "count the rows whose values would change first, and take a backup of the column",
  ),
  shifts: danger(
    "what every value means from then on depends on the TimeZone of the session that runs it: with another one it is off by hours",
    "SET TimeZone to the one the values were written in first, and compare a few rows afterwards",
  ),
  crosses: danger(
    "every value is made anew as one of another sort: it fails at the first that cannot be, and others may not come out as they were meant",
    `try the cast on all rows first: SELECT count(*) … WHERE it comes out wrong; ${ASIDE}`,
  ),
};

const LOSSES: Readonly<Record<TypeWay, readonly Hazard[]>> = {
  equal: ["index-build"],
  widens: [],
  narrows: ["may-fail"],
  rounds: ["data-loss"],
  shifts: ["data-loss"],
  crosses: ["data-loss", "may-fail"],
};

/** SET DEFAULT; `from`: what it was before. */
export const defaultRisk = (from: SqlText | null, to: SqlText): Rating =>
  encode(from) !== encode(to) && drawsNumbers(to.text) ? DRAWN : DEFAULTED;

const drawsNumbers = (expression: string): boolean => /\bnextval\(/.test(expression);

/** SET NOT NULL; `checked`: also of the rows there are. */
export function notNullRisk(at: At, checked: boolean, ofForeign: boolean): Judged {
  if (ofForeign) return { rating: TAKEN_FOR_GRANTED, hazards: [] };
  if (!checked)
    return {
      rating: caution("writes that leave the column empty are refused from then on; rows there are stay as they are"),
      hazards: [],
    };
  return {
    rating: danger(
      "it fails where a row holds NULL, after reading the whole table, and writes that leave the column empty are refused from then on",
      gentlyNotNull(at),
    ),
    hazards: ["table-scan", "may-fail"],
  };
}

const ASKED_FOR = caution(
  "queries ask the other server for the column from then on, and fail where it has none of that name; no row is checked",
  "see first that the other server has it",
);
const TAKEN_FOR_GRANTED = caution(
  "no row is read: queries take it from then on that the other server holds no NULL there, and inserts of NULL are refused",
  "see first that the column is NOT NULL on the other server",
);

const gentlyNotNull = (at: At): string =>
  `ALTER TABLE ${qualified(at.schema, at.table)} ADD CHECK (${ident(at.name)} IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT in a ` +
  "transaction of its own, then SET NOT NULL, which reads nothing any more, and drop the check";

export const NULLABLE = safe(
  "the column may hold NULL from then on; no row is touched",
  "see first that what reads the column can do with NULL",
);
export const DEFAULTED = safe("new rows get the expected value from then on; rows there are keep theirs");
export const DRAWN = caution(
  "new rows draw a number from the sequence from then on, and rows there are may hold those numbers already",
  "set the sequence beyond the greatest number first: SELECT setval(…, max(…))",
);
export const SET_ASIDE = safe("the default steps aside while the column changes; rows there are keep their values");
export const UNCOMPUTED = caution(
  "values there are stay, and nothing computes them any more",
  "see first that whatever writes the table fills the column",
);
export const RECOMPUTED = caution(
  "every row is written anew with what the column comes to then; it fails, with nothing done, where a check or a unique index refuses that",
  "in a quiet hour, with room on the disk; look on a copy first what the column comes to",
);
export const UNNUMBERED = danger(
  "new rows get no number any more, and how far the sequence behind the column had counted is lost",
  "note its last_value first",
);
export const RENUMBERED = caution(
  "new rows are numbered in another way from then on; rows there are keep their numbers",
  "see first that the numbers to come are free",
);
export const RESTARTED = danger(
  "its bounds leave out where the sequence began: how far it had counted is lost, and it starts again",
  "note its last_value first, and see that the numbers to come are free",
);
export const NUMBERED = caution(
  "new rows are numbered from the sequence's start until the next statement has set it beyond the greatest number there is",
  "run both in one transaction",
);
