/**
 * The census: every user object in every catalogue of the server, held against what the kinds' queries returned. The
 * catalogues are found in the catalogue itself, so that one which a later PostgreSQL adds is counted, too.
 */

import { byCodeUnit } from "../../core/address.ts";
import { putByUsers } from "../../core/extension-tables.ts";
import { userMade } from "../../core/of-users.ts";
import { flag, integer, text, textOrNull } from "../../core/row.ts";
import type { Session } from "../../core/session.ts";
import type { Scope, Unmodelled } from "../../core/snapshot.ts";
import { ident, literal, notFromExtension } from "../../core/sql.ts";
import { type Claims, USER_MADE } from "./claims.ts";
import { hoisted } from "./hoist.ts";
import { PARTS } from "./parts.ts";
import { schemaFilter } from "./scope.ts";

/** A catalogue whose rows have OIDs. */
export interface Counted {
  readonly name: string;
  /** Its rows belong to the cluster, and to no database. */
  readonly clusterWide: boolean;
  readonly readable: boolean;
  /** Columns that lead to the schema, to the relation a row stands on, and to the database it is for. */
  readonly namespace: string | null;
  readonly relation: string | null;
  readonly database: string | null;
}

/** Closed to ordinary roles, but for a view: the view, and its column with the OID. */
const VIEWS: { readonly [catalogue: string]: readonly [view: string, oid: string] } = {
  pg_authid: ["pg_roles", "oid"],
  pg_user_mapping: ["pg_user_mappings", "umid"],
};

const leadsTo = (catalogue: string): string => `(
  SELECT a.attname::text FROM referring r JOIN pg_attribute a ON a.attrelid = r.fktable AND a.attname = r.fkcols[1]
  WHERE r.fktable = c.oid AND r.pktable = 'pg_catalog.${catalogue}'::regclass AND r.pktable <> r.fktable
  ORDER BY a.attnum LIMIT 1)`;

const CATALOGUES = `
  WITH referring AS MATERIALIZED (
    SELECT fktable, fkcols, pktable FROM pg_get_catalog_foreign_keys() WHERE cardinality(fkcols) = 1 AND NOT is_array)
  SELECT c.relname AS name, c.relisshared AS shared, has_column_privilege(c.oid, 'oid', 'SELECT') AS readable,
         ${leadsTo("pg_namespace")} AS namespace, ${leadsTo("pg_class")} AS relation, ${leadsTo("pg_database")} AS database
  FROM pg_class c
  WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND c.oid < ${USER_MADE}
    AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'oid')`;

/** Every catalogue in which an object can have a row of its own. */
export async function findCatalogues(session: Session): Promise<readonly Counted[]> {
  const found: Counted[] = [];
  await session.read(CATALOGUES, (row) => {
    const name = text(row.name);
    const database = textOrNull(row.database);
    found.push({
      name,
      clusterWide: flag(row.shared) && database === null,
      readable: flag(row.readable) || name in VIEWS,
      namespace: textOrNull(row.namespace),
      relation: textOrNull(row.relation),
      database,
    });
  });
  return found.sort((a, b) => byCodeUnit(a.name, b.name));
}

/** What the catalogues count, to be held against what the kinds claim. Nothing may move between the two readings. */
export class Census {
  readonly #scope: Scope;
  #catalogues: readonly Counted[] | undefined;
  readonly #tallies = new Map<string, { readonly rows: number; readonly sum: number }>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** Counts the objects of every catalogue that the scope reaches. */
  async read(session: Session): Promise<void> {
    const found = await findCatalogues(session);
    const catalogues = found.filter(({ clusterWide }) => this.#scope.cluster || !clusterWide);
    const tallies = catalogues.filter(({ readable }) => readable).map(tally);
    await session.read(hoisted(`${TEMPORARY}${tallies.join("\nUNION ALL\n")}`), (row) => {
      this.#tallies.set(text(row.catalogue), { rows: Number(row.rows), sum: Number(row.sum) });
    });
    this.#catalogues = catalogues;
  }

  /** What no kind claims, by catalogue; null where nobody may count. */
  async unmodelled(session: Session, claims: Claims): Promise<readonly Unmodelled[]> {
    if (!this.#catalogues) return [{ catalogue: "pg_catalog", count: null }];
    const catalogues = this.#catalogues.filter(({ name }) => !claims.isUnreadable(name));
    const counts = new Map<string, number | null>();
    for (const catalogue of catalogues) {
      const { name, readable } = catalogue;
      if (!readable) counts.set(name, null);
      else if (this.#differs(name, claims)) counts.set(name, await unclaimed(session, catalogue, claims, this.#scope));
    }
    for (const [name, count] of await orphaned(session, catalogues, claims, this.#scope))
      counts.set(name, (counts.get(name) ?? 0) + count);
    return [...counts]
      .filter(([, count]) => count !== 0)
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([catalogue, count]) => ({ catalogue, count }));
  }

  #differs(catalogue: string, claims: Claims): boolean {
    const { count, sum } = claims.tally(catalogue);
    const counted = this.#tallies.get(catalogue);
    return counted?.rows !== count || counted.sum !== sum;
  }
}

async function unclaimed(session: Session, catalogue: Counted, claims: Claims, scope: Scope): Promise<number> {
  const inScope = schemaFilter(scope);
  let count = 0;
  await session.read(listing(catalogue, [...own(catalogue), ...whole(catalogue)]), (row) => {
    const schema = textOrNull(row.schema);
    if ((schema === null || inScope(schema)) && !claims.has(catalogue.name, integer(row.oid))) count += 1;
  });
  return count;
}

/** Comments and labels on what no kind knows; on an extension's member only what a user wrote there. */
async function orphaned(
  session: Session,
  catalogues: readonly Counted[],
  { orphans }: Claims,
  scope: Scope,
): Promise<Map<string, number>> {
  const inScope = schemaFilter(scope);
  const counts = new Map<string, number>();
  for (const catalogue of catalogues) {
    const here = orphans.filter(({ hostCatalogue }) => hostCatalogue === catalogue.name);
    if (here.length === 0 || !catalogue.readable) continue;
    const hosts = new Set<number>();
    await session.read(listing(catalogue, users(catalogue, userMade)), (row) => {
      const schema = textOrNull(row.schema);
      if (schema === null || inScope(schema)) hosts.add(integer(row.oid));
    });
    for (const orphan of here)
      if (hosts.has(orphan.hostOid)) counts.set(orphan.catalogue, (counts.get(orphan.catalogue) ?? 0) + 1);
  }
  return counts;
}

/** Before a statement that asks for `users`: looked for once, however many catalogues it counts. */
const TEMPORARY = "WITH temporary AS MATERIALIZED (SELECT oid FROM pg_class WHERE relpersistence = 't')\n";

/** Rows that users have made: not temporary, and not of an extension, and if on a relation of one, put there by users. */
function users({ name, namespace, relation, database }: Counted, unlessMember: typeof notFromExtension): string[] {
  return [
    `x.oid >= ${USER_MADE}`,
    unlessMember(name, "x.oid"),
    ...(namespace
      ? [`x.${ident(namespace)} NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_(temp|toast)')`]
      : []),
    ...(relation
      ? [`x.${ident(relation)} NOT IN (SELECT oid FROM temporary)`, putByUsers(name, "x.oid", `x.${ident(relation)}`)]
      : []),
    ...(database ? [`x.${ident(database)} = (SELECT oid FROM pg_database WHERE datname = current_database())`] : []),
  ];
}

const own = (catalogue: Counted): string[] => [
  ...users(catalogue, notFromExtension),
  ...(PARTS[catalogue.name] ?? []).map(({ where }) => `NOT (${where})`),
];

/** Rows that PostgreSQL did not make for another object. */
const whole = ({ name }: Counted): string[] => [
  `x.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = '${name}'::regclass AND objsubid = 0 AND deptype IN ('i', 'P', 'S'))`,
];

/** A closed catalogue by the view that shows it, with the columns that a condition may ask for. */
const rows = ({ name }: Counted): string => {
  const [view, oid] = VIEWS[name] ?? [name, "oid"];
  return oid === "oid"
    ? `pg_catalog.${ident(view)} x`
    : `(SELECT ${ident(oid)} AS oid FROM pg_catalog.${ident(view)}) x`;
};

const tally = (catalogue: Counted): string =>
  `SELECT ${literal(catalogue.name)} AS catalogue, count(*) AS rows, coalesce(sum(x.oid::int8), 0) AS sum ` +
  `FROM ${rows(catalogue)} WHERE ${own(catalogue).join(" AND ")}`;

function listing(catalogue: Counted, conditions: readonly string[]): string {
  const { namespace, relation } = catalogue;
  const lies = relation
    ? `(SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = x.${ident(relation)})`
    : "NULL";
  const schema = namespace ? `(SELECT nspname FROM pg_namespace WHERE oid = x.${ident(namespace)})` : lies;
  return `${TEMPORARY}SELECT x.oid, ${schema}::text AS schema FROM ${rows(catalogue)} WHERE ${conditions.join(" AND ")}`;
}
