/** `pg_depend` as edges between addresses. Rows of the catalogue that are no object stand for the object they belong to. */

import { integer, integerOrNull, type Row, text } from "../../core/row.ts";
import type { Session } from "../../core/session.ts";
import type { Dependency, Snapshot, SpelledObject } from "../../core/snapshot.ts";
import type { Identities } from "./identities.ts";
import { Numbers } from "./numbers.ts";

const USER_MADE = 16384;

const CATALOGUES = `
  SELECT oid, relname AS name FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'`;

// A default stands for its column and a row or array type for its table or element type. Left out is what addresses
// say already: that an object needs its schema, and a trigger, policy or constraint its table. A type and the functions
// it is made of need each other: they are dropped with it. What is the exception is looked up where it is one: of the rows
// there are many, and a join would take all of them.
const DEPENDENCIES = `
  SELECT d.classid, d.objid, nullif(d.objsubid, 0) AS subid, d.refclassid, d.refobjid, nullif(d.refobjsubid, 0) AS refsubid, d.deptype::text AS type,
         CASE WHEN d.classid = 'pg_attrdef'::regclass THEN (SELECT ARRAY['pg_class'::regclass::oid, adrelid, adnum::int4::oid] FROM pg_attrdef WHERE oid = d.objid) END AS column,
         CASE WHEN d.refclassid = 'pg_type'::regclass THEN
           (SELECT CASE WHEN typrelid <> 0 THEN ARRAY['pg_class'::regclass::oid, typrelid]
                        WHEN typcategory = 'A' AND typelem <> 0 THEN ARRAY['pg_type'::regclass::oid, typelem] END FROM pg_type WHERE oid = d.refobjid) END AS stands_for,
         CASE WHEN d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_type'::regclass THEN EXISTS (
           SELECT FROM pg_type made JOIN pg_depend back ON back.classid = d.refclassid AND back.objid = made.oid AND back.deptype = 'n'
                                                       AND back.refclassid = d.classid AND back.refobjid = d.objid
           WHERE made.oid = d.refobjid AND made.typtype IN ('b', 'r')) END AS makes
  FROM pg_depend d
  WHERE d.deptype IN ('n', 'a', 'i', 'e', 'x', 'P') AND d.objid >= ${USER_MADE} AND d.refobjid >= ${USER_MADE}
    AND d.refclassid <> 'pg_namespace'::regclass
    AND NOT (d.classid = 'pg_attrdef'::regclass AND d.deptype = 'a')
    AND NOT (d.classid IN ('pg_type'::regclass, 'pg_trigger'::regclass) AND d.deptype = 'i'
             AND d.objid NOT IN (SELECT rngmultitypid FROM pg_range))
    AND NOT (d.classid IN ('pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_constraint'::regclass)
             AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a' AND d.refobjsubid = 0)`;

/** Class, OID and column number of either end, whether the edge is owned, and whether it makes the one a part of the other. */
type Two = [catalogue: number, oid: number];
type Three = [catalogue: number, oid: number, subid: number];
const FIELDS = 8;
const [FROM, TO, OWNED, PART] = [0, 3, 6, 7] as const;
/** A part of the one, or the part that a partition has of what is above it: of its own key first. */
const [OF_A_WHOLE, OF_ONE_ABOVE] = [1, 2] as const;

/** The edges of `pg_depend`, kept as numbers until everything that they may lead to is known. */
export class DependencyRows {
  readonly #catalogues = new Map<number, string>();
  readonly #fields = new Numbers(Uint32Array);

  async read(session: Session): Promise<void> {
    await session.read(CATALOGUES, (row) => this.#catalogues.set(integer(row.oid), text(row.name)));
    await session.read(DEPENDENCIES, (row) => this.#take(row), { passing: true });
  }

  #take(row: Row): void {
    const { classid, objid, subid, refclassid, refobjid, refsubid, type, column, stands_for } = row;
    if (column === null) this.#end(classid, objid, subid);
    else this.#end(...(column as Three));
    if (stands_for === null) this.#end(refclassid, refobjid, refsubid);
    else this.#end(...(stands_for as Two), refsubid);
    this.#fields.add(type === "a" || type === "i" || type === "x" || row.makes === true ? 1 : 0);
    this.#fields.add(type === "i" || type === "e" ? OF_A_WHOLE : type === "P" ? OF_ONE_ABOVE : 0);
  }

  #end(classid: unknown, oid: unknown, subid: unknown): void {
    this.#fields.add(integer(classid));
    this.#fields.add(integer(oid));
    this.#fields.add(integerOrNull(subid) ?? 0);
  }

  get #rows(): number {
    return this.#fields.length / FIELDS;
  }

  #at(row: number, field: number): number {
    return this.#fields.at(row * FIELDS + field);
  }

  /** Who needs whom among the objects, in canonical order. */
  among(identities: Identities, objects: Snapshot["objects"]): readonly Dependency[] {
    const known = new Map([...this.#catalogues].map(([oid, name]) => [oid, identities.of(name)]));
    const find = (row: number, end: typeof FROM | typeof TO) =>
      known.get(this.#at(row, end))?.object(this.#at(row, end + 1), this.#at(row, end + 2));
    const wholes = this.#wholes(find);
    const objectOfWhole = (row: number, end: typeof FROM | typeof TO): SpelledObject | undefined => {
      for (let [part, side, steps] = [row, end as number, 0]; steps < 8; steps++) {
        const whole = wholes.get(this.#keyOf(part, side));
        // What a partition's part needs is the partition's own.
        if (whole === undefined || (end === FROM && this.#at(whole, PART) === OF_ONE_ABOVE)) return undefined;
        const found = find(whole, TO);
        if (found) return found;
        [part, side] = [whole, TO];
      }
      return undefined;
    };
    const edges = new Edges(objects);
    for (let row = 0; row < this.#rows; row++) {
      if (this.#at(row, PART) === OF_ONE_ABOVE) continue;
      const itself = find(row, FROM);
      const from = itself ?? objectOfWhole(row, FROM);
      const to = from && (find(row, TO) ?? objectOfWhole(row, TO));
      // PostgreSQL refuses to drop the whole for the sake of a part that would go unasked.
      const owned = this.#at(row, OWNED) === 1 && itself !== undefined;
      if (from && to && from !== to) edges.add(from, to, owned);
    }
    return edges.sorted();
  }

  /** By what is no object but part of one (a view's rule, the index behind a constraint): the row that says of which. */
  #wholes(find: (row: number, end: typeof FROM) => SpelledObject | undefined): ReadonlyMap<number, number> {
    const wholes = new Map<number, number>();
    for (let row = 0; row < this.#rows; row++) {
      const part = this.#at(row, PART);
      if (part === 0 || find(row, FROM)) continue;
      const key = this.#keyOf(row, FROM);
      if (part === OF_A_WHOLE || !wholes.has(key)) wholes.set(key, row);
    }
    return wholes;
  }

  #keyOf(row: number, end: number): number {
    return this.#at(row, end) * 2 ** 32 + this.#at(row, end + 1);
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
