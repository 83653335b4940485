/** `pg_depend` as edges between addresses. Rows of the catalogue that are no object stand for the object they belong to. */

import { integer, text } from "../core/row.ts";
import type { Session } from "../core/session.ts";
import type { Dependency, Snapshot, SpelledObject } from "../core/snapshot.ts";
import type { Identities } from "./identities.ts";
import { Numbers } from "./numbers.ts";

const USER_MADE = 16384;

const CATALOGUES = `
  SELECT oid, relname AS name FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'`;

// A default stands for its column and a row or array type for its table or element type. Left out is what addresses
// say already: that an object needs its schema, and a trigger, policy or constraint its table. A type and the functions
// it is made of need each other: they are dropped with it.
const DEPENDENCIES = `
  SELECT concat_ws(' ', CASE WHEN def.oid IS NOT NULL THEN 'pg_class'::regclass::oid ELSE d.classid END,
                   coalesce(def.adrelid, d.objid), coalesce(def.adnum, d.objsubid),
                   CASE WHEN coalesce(type.typrelid, 0) <> 0 THEN 'pg_class'::regclass::oid ELSE d.refclassid END,
                   coalesce(nullif(type.typrelid, 0), CASE WHEN type.typcategory = 'A' THEN nullif(type.typelem, 0) END, d.refobjid),
                   d.refobjsubid, (d.deptype IN ('a', 'i', 'x') OR coalesce(made.of_type, false))::int, (d.deptype IN ('i', 'e'))::int) AS edge
  FROM pg_depend d
  LEFT JOIN pg_attrdef def ON d.classid = 'pg_attrdef'::regclass AND def.oid = d.objid
  LEFT JOIN pg_type type ON d.refclassid = 'pg_type'::regclass AND type.oid = d.refobjid
  CROSS JOIN LATERAL (SELECT d.classid = 'pg_proc'::regclass AND type.typtype IN ('b', 'r') AND EXISTS (
    SELECT FROM pg_depend back WHERE back.classid = d.refclassid AND back.objid = d.refobjid AND back.deptype = 'n'
                                 AND back.refclassid = d.classid AND back.refobjid = d.objid) AS of_type) made
  WHERE d.deptype IN ('n', 'a', 'i', 'e', 'x') AND d.objid >= ${USER_MADE} AND d.refobjid >= ${USER_MADE}
    AND d.refclassid <> 'pg_namespace'::regclass
    AND NOT (d.classid = 'pg_attrdef'::regclass AND d.deptype = 'a')
    AND NOT (d.classid IN ('pg_type'::regclass, 'pg_trigger'::regclass) AND d.deptype = 'i'
             AND d.objid NOT IN (SELECT rngmultitypid FROM pg_range))
    AND NOT (d.classid IN ('pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_constraint'::regclass)
             AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a' AND d.refobjsubid = 0)`;

/** Class, OID and column number of either end, whether the edge is owned, and whether it makes the one a part of the other. */
const FIELDS = 8;
const [FROM, TO, OWNED, PART] = [0, 3, 6, 7] as const;

/** The edges of `pg_depend`, kept as numbers until everything that they may lead to is known. */
export class DependencyRows {
  readonly #catalogues = new Map<number, string>();
  readonly #fields = new Numbers(Uint32Array);

  async read(session: Session): Promise<void> {
    await session.read(CATALOGUES, (row) => this.#catalogues.set(integer(row.oid), text(row.name)));
    await session.read(DEPENDENCIES, (row) => this.#take(text(row.edge)));
  }

  #take(edge: string): void {
    let number = 0;
    for (let at = 0; at < edge.length; at++) {
      const digit = edge.charCodeAt(at) - 48;
      if (digit >= 0) {
        number = number * 10 + digit;
        continue;
      }
      this.#fields.add(number);
      number = 0;
    }
    this.#fields.add(number);
  }

  get #rows(): number {
    return this.#fields.length / FIELDS;
  }

  #at(row: number, field: number): number {
    return this.#fields.at(row * FIELDS + field);
  }

  /** Who needs whom among the objects, in canonical order. */
  among(identities: Identities, objects: Snapshot["objects"]): readonly Dependency[] {
    const find = (row: number, end: typeof FROM | typeof TO) =>
      identities.object(this.#catalogueAt(row, end), this.#at(row, end + 1), this.#at(row, end + 2));
    const wholes = this.#wholes(find);
    const addressOf = (row: number, end: typeof FROM | typeof TO): SpelledObject | undefined => {
      let found = find(row, end);
      for (let [part, side, steps] = [row, end as number, 0]; !found && steps < 8; steps++) {
        const whole = wholes.get(this.#keyOf(part, side));
        if (whole === undefined) return undefined;
        found = find(whole, TO);
        [part, side] = [whole, TO];
      }
      return found;
    };
    const edges = new Edges(objects);
    for (let row = 0; row < this.#rows; row++) {
      const [from, to] = [addressOf(row, FROM), addressOf(row, TO)];
      // PostgreSQL refuses to drop the whole for the sake of a part that would go unasked.
      const owned = this.#at(row, OWNED) === 1 && find(row, FROM) !== undefined;
      if (from && to && from !== to) edges.add(from, to, owned);
    }
    return edges.sorted();
  }

  /** By what is no object but part of one (a view's rule, the index behind a constraint): the row that says of which. */
  #wholes(find: (row: number, end: typeof FROM) => SpelledObject | undefined): ReadonlyMap<number, number> {
    const wholes = new Map<number, number>();
    for (let row = 0; row < this.#rows; row++)
      if (this.#at(row, PART) === 1 && !find(row, FROM)) wholes.set(this.#keyOf(row, FROM), row);
    return wholes;
  }

  #keyOf(row: number, end: number): number {
    return this.#at(row, end) * 2 ** 32 + this.#at(row, end + 1);
  }

  #catalogueAt(row: number, end: number): string {
    return this.#catalogues.get(this.#at(row, end)) ?? "";
  }
}

/** Edges as numbers, which sort faster than pairs of names: from, to, and whether it is owned. */
class Edges {
  readonly #addresses: readonly string[];
  readonly #numbers = new Numbers(Float64Array);

  constructor(objects: Snapshot["objects"]) {
    this.#addresses = [...objects.keys()];
  }

  add(from: SpelledObject, to: SpelledObject, owned: boolean): void {
    // Of a kind that may not be read, the objects met before the refusal count for nothing.
    if (from.place < 0 || to.place < 0) return;
    this.#numbers.add((from.place * this.#addresses.length + to.place) * 2 + (owned ? 1 : 0));
  }

  /** Each once, in canonical order; owned if one of those that were added is. */
  sorted(): Dependency[] {
    const found: Dependency[] = [];
    const numbers = this.#numbers.sorted();
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] as number;
      const edge = Math.floor(number / 2);
      if (Math.floor((numbers[at + 1] ?? -1) / 2) === edge) continue;
      const [from, to] = [Math.floor(edge / this.#addresses.length), edge % this.#addresses.length];
      found.push({ from: this.#addresses[from] ?? "", to: this.#addresses[to] ?? "", owned: number % 2 === 1 });
    }
    return found;
  }
}
