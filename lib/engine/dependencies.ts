/** `pg_depend` as edges between addresses. Rows of the catalogue that are no object stand for the object they belong to. */

import { byCodeUnit } from "../core/address.ts";
import { flag, integer, text } from "../core/row.ts";
import type { Session } from "../core/session.ts";
import type { Dependency, Snapshot } from "../core/snapshot.ts";
import type { Identities } from "./identities.ts";

const USER_MADE = 16384;

const CATALOGUES = `
  SELECT oid, relname AS name FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'`;

// A default stands for its column and a row or array type for its table or element type. Left out is what addresses
// say already: that an object needs its schema, and a trigger, policy or constraint its table.
const DEPENDENCIES = `
  SELECT CASE WHEN def.oid IS NOT NULL THEN 'pg_class'::regclass::oid ELSE d.classid END AS class,
         coalesce(def.adrelid, d.objid) AS oid, coalesce(def.adnum, d.objsubid)::int4 AS subid,
         CASE WHEN coalesce(type.typrelid, 0) <> 0 THEN 'pg_class'::regclass::oid ELSE d.refclassid END AS ref_class,
         coalesce(nullif(type.typrelid, 0), CASE WHEN type.typcategory = 'A' THEN nullif(type.typelem, 0) END, d.refobjid) AS ref_oid,
         d.refobjsubid AS ref_subid, d.deptype IN ('a', 'i') AS owned, d.deptype IN ('i', 'e') AS part
  FROM pg_depend d
  LEFT JOIN pg_attrdef def ON d.classid = 'pg_attrdef'::regclass AND def.oid = d.objid
  LEFT JOIN pg_type type ON d.refclassid = 'pg_type'::regclass AND type.oid = d.refobjid
  WHERE d.deptype IN ('n', 'a', 'i', 'e') AND d.objid >= ${USER_MADE} AND d.refobjid >= ${USER_MADE}
    AND d.refclassid <> 'pg_namespace'::regclass
    AND NOT (d.classid = 'pg_attrdef'::regclass AND d.deptype = 'a')
    AND NOT (d.classid IN ('pg_type'::regclass, 'pg_trigger'::regclass) AND d.deptype = 'i')
    AND NOT (d.classid IN ('pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_constraint'::regclass)
             AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a' AND d.refobjsubid = 0)`;

interface Node {
  readonly catalogue: string;
  readonly oid: number;
  readonly subid: number;
}

interface Edge {
  readonly from: Node;
  readonly to: Node;
  readonly owned: boolean;
  /** `from` is but a part of `to`: a view's rule, the index behind a constraint, the type that an extension brought. */
  readonly part: boolean;
}

/** Who needs whom among the objects, in canonical order. */
export async function readDependencies(
  session: Session,
  identities: Identities,
  objects: Snapshot["objects"],
): Promise<readonly Dependency[]> {
  const catalogues = new Map<number, string>();
  await session.read(CATALOGUES, (row) => catalogues.set(integer(row.oid), text(row.name)));
  const resolver = new Resolver(identities, objects);
  const node = (catalogue: unknown, oid: unknown, subid: unknown): Node => ({
    catalogue: catalogues.get(integer(catalogue)) ?? "",
    oid: integer(oid),
    subid: integer(subid),
  });
  await session.read(DEPENDENCIES, (row) => {
    const from = node(row.class, row.oid, row.subid);
    const to = node(row.ref_class, row.ref_oid, row.ref_subid);
    resolver.take({ from, to, owned: flag(row.owned), part: flag(row.part) });
  });
  return resolver.finish();
}

class Resolver {
  readonly #find: (node: Node) => string | undefined;
  /** Edges with an end that is no object, until everything has been seen that it may belong to. */
  readonly #unresolved: Edge[] = [];
  readonly #wholes = new Map<string, Node>();
  readonly #edges = new Map<string, Map<string, boolean>>();

  constructor(identities: Identities, objects: Snapshot["objects"]) {
    const known = (address: string | undefined) =>
      address !== undefined && objects.has(address) ? address : undefined;
    this.#find = ({ catalogue, oid, subid }) =>
      known(identities.exactly(catalogue, oid, subid)) ??
      (subid === 0 ? undefined : known(identities.exactly(catalogue, oid, 0)));
  }

  take(edge: Edge): void {
    const from = this.#find(edge.from);
    const to = this.#find(edge.to);
    if (edge.part && from === undefined) this.#wholes.set(keyOf(edge.from), edge.to);
    if (from !== undefined && to !== undefined) this.#add(from, to, edge.owned);
    else this.#unresolved.push(edge);
  }

  finish(): readonly Dependency[] {
    for (const { from, to, owned } of this.#unresolved) {
      const [dependent, needed] = [this.#addressOf(from), this.#addressOf(to)];
      // PostgreSQL refuses to drop the whole for the sake of a part that would go unasked.
      const itself = this.#find(from) !== undefined;
      if (dependent !== undefined && needed !== undefined) this.#add(dependent, needed, owned && itself);
    }
    return [...this.#edges]
      .sort(([a], [b]) => byCodeUnit(a, b))
      .flatMap(([from, needs]) =>
        [...needs].sort(([a], [b]) => byCodeUnit(a, b)).map(([to, owned]): Dependency => ({ from, to, owned })),
      );
  }

  #add(from: string, to: string, owned: boolean): void {
    if (from === to) return;
    const needs = this.#edges.get(from) ?? new Map<string, boolean>();
    if (needs.size === 0) this.#edges.set(from, needs);
    needs.set(to, owned || (needs.get(to) ?? false));
  }

  /** The object a row is, or is part of. */
  #addressOf(node: Node): string | undefined {
    let at: Node | undefined = node;
    for (let steps = 0; at && steps < 8; steps++) {
      const address = this.#find(at);
      if (address) return address;
      at = this.#wholes.get(keyOf(at));
    }
    return undefined;
  }
}

const keyOf = ({ catalogue, oid }: Node): string => `${catalogue}/${oid}`;
