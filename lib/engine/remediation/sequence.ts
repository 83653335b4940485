/** The statements of planned steps in the order they are run in, each known by an id, with those it must come after. */

import { createHash } from "node:crypto";
import { gravestFirst, type Hazard, type Rating, ratingOf, safe } from "../../core/hazard.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import type { Statement } from "../../core/statement.ts";
import { isUnchanged } from "../diff/differing.ts";
import { titleOf } from "../structure/title.ts";
import type { Decisions } from "./decisions.ts";
import { onNewTable } from "./new-table.ts";
import { inOrder } from "./order.ts";
import type { PlannedStep } from "./steps.ts";

export interface RemediationStatement extends Rating {
  /** 12 hex characters, made of the statement: the same one has the same id in every plan. */
  readonly id: string;
  /** What it does, in one line: `drop index app.orders.by_user`. */
  readonly description: string;
  readonly sql: string;
  readonly hazards: readonly Hazard[];
  /** The object it is about: `column:app.users.email`. */
  readonly address: string;
  /** Ids of the statements that must have run. */
  readonly after: readonly string[];
}

interface Item {
  readonly step: PlannedStep;
  readonly statement: Statement;
}

/** @param spelled what a statement says in the end */
export function inSequence(
  kinds: KindRegistry,
  steps: readonly PlannedStep[],
  decisions: Decisions,
  spelled: (sql: string) => string,
): RemediationStatement[] {
  const ordered = inOrder(steps);
  const all = ordered.flatMap((step) => step.statements.map((statement): Item => ({ step, statement })));
  const at = (time: Statement["time"]) => all.filter(({ statement }) => statement.time === time);
  const early = new Map(at("early").map((item) => [item.statement.sql, item]));
  const items = [...early.values(), ...at("in-order"), ...at("late")];
  const idOf = identified();
  const said = items.map(({ step, statement }) => ({ step, statement, sql: spelled(statement.sql) }));
  const ids = said.map(({ step, sql }) => idOf(step.address, sql));
  const needs = new Needs(ordered, items, ids, early);
  return said.map(({ step, statement, sql }, place) => ({
    id: ids[place] as string,
    description: descriptionOf(kinds, step, statement, decisions),
    sql,
    hazards: gravestFirst(statement.hazards),
    ...ratingIn(step, statement, decisions),
    ...(comesBack(step, decisions) ? restored(statement) : {}),
    ...onNewTable(kinds, step, statement, decisions),
    address: step.address,
    after: needs.of(place, decisions),
  }));
}

/** Makes ids; what is said more than once about an object is counted. */
export function identified(): (address: string, sql: string) => string {
  const seen = new Map<string, number>();
  return (address, sql) => {
    const key = `${address}\n${sql}`;
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    const hash = createHash("sha256").update(times === 0 ? key : `${key}\n${times}`);
    return hash.digest("hex").slice(0, 12);
  };
}

const REBUILT: Omit<Rating, "risk"> = {
  reason: "it goes only to be built anew further down: in between it is missing",
  suggestion: "run both in one transaction, so that nobody sees it missing",
};

const APART: Pick<Rating, "suggestion"> = {
  suggestion: "have both run soon after each other: in one transaction would keep everybody waiting",
};

function ratingIn({ verb, address }: PlannedStep, statement: Statement, decisions: Decisions): Rating {
  if (narrowsAtMost(statement) && isOfWhatComes(address, decisions)) return NARROWED;
  const rating = statement.rating ?? ratingOf(gravestFirst(statement.hazards), verb === "create");
  const rebuilt = verb === "drop" && decisions.creates.has(address) && rating.risk !== "danger";
  if (!rebuilt) return rating;
  return { ...rating, ...REBUILT, ...(statement.hazards.includes("not-transactional") ? APART : {}) };
}

const narrowsAtMost = ({ hazards }: Statement): boolean =>
  hazards.length > 0 && hazards.every((hazard) => hazard === "narrows-permissions");

/** Whether it comes, or what it stands within does, and was not there before. */
function isOfWhatComes(address: string | undefined, decisions: Decisions): boolean {
  const { expected, actual, creates } = decisions;
  if (address === undefined || !expected.objects.has(address)) return false;
  return (creates.has(address) && !actual.objects.has(address)) || isOfWhatComes(expected.parent(address), decisions);
}

const NARROWED = safe("nobody has had the right until then: what it is on has only come");

/** What it would mean that something comes which was not there. */
const OF_WHAT_IS_NEW: readonly Hazard[] = [
  "exposes-rows",
  "widens-permissions",
  "narrows-permissions",
  "changes-behaviour",
];

/** Whether it was taken down only for what it stands on, and is built again with nothing changed. */
const comesBack = ({ verb, address }: PlannedStep, decisions: Decisions): boolean =>
  verb === "create" && decisions.drops.has(address) && isUnchanged(address, decisions);

function restored({ hazards }: Statement): (Rating & Pick<RemediationStatement, "hazards">) | undefined {
  const left = gravestFirst(hazards.filter((hazard) => !OF_WHAT_IS_NEW.includes(hazard)));
  if (left.length === hazards.length) return undefined;
  const rating = ratingOf(left, true);
  const reason =
    left.length === 0 ? "it comes back as it was, and nobody has to wait" : `it comes back as it was; ${rating.reason}`;
  return { ...rating, reason, hazards: left };
}

const VERBS = {
  ...{ release: "let go, for now,", drop: "drop", leave: "alter", alter: "alter", shell: "declare", create: "create" },
  ...{ outline: "leave nothing but the outline of", replace: "put in place" },
  ...{ aside: "set aside", discard: "drop the former" },
  ...{ away: "set aside the type of", back: "give back its type to", restore: "take hold again," },
} as const satisfies Record<PlannedStep["verb"], string>;

function descriptionOf(
  kinds: KindRegistry,
  { verb, address }: PlannedStep,
  { sql, time }: Statement,
  { expected, actual }: Decisions,
): string {
  const [, setting] = /^SET (?:LOCAL |SESSION )?"?([\w.]+)/i.exec(sql) ?? [];
  if (time === "early" && setting !== undefined) return `set ${setting} for what follows`;
  return `${VERBS[verb]} ${titleOf(kinds, (verb === "drop" || !expected.objects.has(address) ? actual : expected).get(address).address)}`;
}

/** Which statements must have run before which, from the steps that must have. */
class Needs {
  readonly #items: readonly Item[];
  readonly #ids: readonly string[];
  readonly #places = new Map<Statement, number>();
  /** Of each step the places of its statements; of one without any, those of the steps before it. */
  readonly #ends = new Map<string, ReadonlySet<number>>();

  constructor(
    ordered: readonly PlannedStep[],
    items: readonly Item[],
    ids: readonly string[],
    early: ReadonlyMap<string, Item>,
  ) {
    this.#items = items;
    this.#ids = ids;
    for (const [place, { statement }] of items.entries()) this.#places.set(statement, place);
    for (const { id, after, statements } of ordered) {
      for (const each of statements) {
        const same = early.get(each.sql);
        // What is said once for all stands where it is said.
        if (each.time === "early" && same) this.#places.set(each, this.#places.get(same.statement) ?? 0);
      }
      const own = statements.flatMap((each) => this.#places.get(each) ?? []);
      const last = Math.max(...own);
      this.#ends.set(id, own.length > 0 ? new Set([last]) : new Set([...after].flatMap((need) => this.#endsOf(need))));
    }
  }

  of(place: number, { expected }: Decisions): string[] {
    const { step, statement } = this.#items[place] as Item;
    const before = step.statements.flatMap((each) => this.#places.get(each) ?? []);
    // It ties two objects that need each other.
    const tied = statement.time === "late" && expected.objects.has(step.address) ? expected.needs(step.address) : [];
    const others = [...step.after, ...[...tied].map((other) => `create ${other}`)].flatMap((need) =>
      this.#endsOf(need),
    );
    const first = [...new Set([...before, ...others])].filter((other) => other < place).sort((a, b) => a - b);
    return first.map((other) => this.#ids[other] as string);
  }

  #endsOf(step: string): number[] {
    return [...(this.#ends.get(step) ?? [])];
  }
}
