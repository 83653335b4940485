/** Tables that come among the partitions of another, where checks have proved that all rows have their place: none is read. */

import type { Address } from "./address.ts";
import type { SqlText } from "./canonical.ts";
import { conditionsIn } from "./condition.ts";
import { type Descent, type Partition, replace } from "./descent.ts";
import { caution, type Rating, safe } from "./hazard.ts";
import type { Remedy, Spec } from "./kind.ts";
import { online, validated } from "./online.ts";
import { partitionCondition } from "./partition-condition.ts";
import { ident, qualified } from "./sql.ts";
import { type Placed, rated, type Statement } from "./statement.ts";

/** From one place among the partitions to another. */
export function replaceChecked(
  on: Address,
  from: Partition | null,
  to: Partition | null,
  besideDefault: boolean,
): Remedy {
  const usual = replace(qualified(...on.path), from, to);
  if (!Array.isArray(usual) || to === null) return usual;
  const stays = from !== null && !from.detaching && String(from.of) === String(to.of);
  return usual.map((said: Statement, place) => ({
    ...said,
    within: (above, beside) => {
      const conditions = conditionsAbove(to, above);
      const rest = besideDefault ? checksOfRest(on, to, above, beside) : NO_CHECKS;
      const attaches = place === usual.length - 1;
      if (conditions === null || rest === null || (!attaches && !stays)) return said;
      return { ...said, ...checkedFirst(on, said, conditions.join(" AND "), rest, { attaches, stays }) };
    },
  }));
}

/** What stands for a check while PostgreSQL would read a table: before that, and after. */
interface Checks {
  readonly before: readonly Statement[];
  readonly after: readonly Statement[];
}
const NO_CHECKS: Checks = { before: [], after: [] };

const LOCK = "access-exclusive-lock";

function checksOf(on: Address, condition: string, begun: Rating, proved: Rating, of = ""): Checks {
  const check = ident(`driftwatch_partition${of}`);
  const table = `ALTER TABLE ${qualified(...on.path)}`;
  return {
    before: [
      online(begun, `${table} ADD CONSTRAINT ${check} CHECK (${condition}) NOT VALID`, LOCK),
      validated(`${table} VALIDATE CONSTRAINT ${check}`, proved),
    ],
    after: [rated(SPENT, `${table} DROP CONSTRAINT ${check}`, LOCK)],
  };
}

/** Those of the default partition, which is not to have rows of the other: null where they cannot be said. */
function checksOfRest(on: Address, to: Partition, above: readonly Spec[], beside: readonly Placed[]): Checks | null {
  const condition = conditionOf(to, above[0]);
  const rest = beside.find(({ spec: { partition } }) => {
    const other = partition as Partition | null | undefined;
    return other?.bound.text === "DEFAULT" && String(other.of) === String(to.of);
  });
  if (condition === null || !rest) return null;
  // Of a foreign table no row is read.
  if (rest.address.kind !== on.kind) return NO_CHECKS;
  return checksOf(rest.address, `NOT (${condition})`, REST_BEGUN, REST_PROVED, `_${endOf(on.path.at(-1) ?? "")}`);
}

/** Several may come beside the same default partition at once: the end of a name tells partitions apart, and is short. */
function endOf(name: string): string {
  let kept = name;
  while (Buffer.byteLength(kept) > LONGEST_END) kept = Array.from(kept).slice(1).join("");
  return kept;
}

/** A name has 63 bytes; what it begins with is taken. */
const LONGEST_END = 63 - "driftwatch_partition_".length;

/** Nobody is to miss the rows of what stays in its table while they are read. */
function checkedFirst(
  on: Address,
  said: Statement,
  condition: string,
  rest: Checks,
  { attaches, stays }: { readonly attaches: boolean; readonly stays: boolean },
): Pick<Statement, "online" | "proof"> {
  const own = checksOf(on, condition, BEGUN, PROVED);
  if (!attaches) return { online: [...own.before, ...rest.before, said] };
  const attached: Statement = { ...rated(FITTING, said.sql, LOCK), attaches: true };
  if (stays) return { online: [attached, ...own.after, ...rest.after] };
  const proof = rest === NO_CHECKS ? attached : { ...said, online: [...rest.before, attached, ...rest.after] };
  return {
    proof: { on, of: conditionsIn(condition), statements: [proof] },
    online: [...own.before, ...rest.before, attached, ...own.after, ...rest.after],
  };
}

/** A partition that comes beside a default one. */
export const joiningBeside = (
  said: Statement,
  on: Address,
  to: Partition,
  [made, joined]: readonly [Statement, Statement],
): Statement => ({
  ...said,
  within: (above, beside) => {
    const rest = checksOfRest(on, to, above, beside);
    return rest === null ? said : { ...said, online: [made, ...rest.before, joined, ...rest.after] };
  },
});

const conditionOf = ({ of, bound }: Partition, parent: Spec | undefined): string | null => {
  const { partitionBy } = (parent ?? {}) as { readonly partitionBy?: SqlText | null };
  return partitionBy ? partitionCondition(of, partitionBy.text, bound.text) : null;
};

/** What its place asks of each row, and what that of the table above does: null where PostgreSQL alone can say it. */
function conditionsAbove(to: Partition, [parent, ...above]: readonly Spec[]): string[] | null {
  const { partition } = (parent ?? {}) as Partial<Descent>;
  const own = conditionOf(to, parent);
  const further = partition ? conditionsAbove(partition, above) : [];
  return own === null || further === null ? null : [own, ...further];
}

const BEGUN = caution("writes of rows that have no place in the partition are refused from then on; none is read");
const PROVED = caution("it fails at the first row that has no place there; reads and writes go on while all are read");
const REST_BEGUN = caution(
  "writes that would go to the default partition and belong in the other are refused from then on; no row is read",
);
const REST_PROVED = caution(
  "it fails at the first row of the default partition that belongs in the other; reads and writes go on while all are read",
  "move such rows out of the default partition first",
);
const FITTING = caution(
  "queries on the partitioned table see its rows from then on; none is read: a check has proved that they belong there",
  "set lock_timeout first: nobody can read or write the table for the moment it takes",
);
const SPENT = safe("the check has served: the partition refuses such rows by itself now");
