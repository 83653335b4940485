/**
 * What has moved in a database since the last look, and what may read differently for it. Rows say by their version that
 * they are new; PostgreSQL's own dependencies say who spells them out. For a database that nobody else works on.
 */

import type { Catalogue, Server } from "../../core/kind.ts";
import type { KindRegistry } from "../../core/kind-registry.ts";
import { flag, integer, text, texts } from "../../core/row.ts";
import type { PreparedSession } from "../../core/session.ts";
import { isRefusal } from "./rights.ts";
import { stampQuery, watchedBy } from "./stamp.ts";

/** OIDs of what has to be read again, by catalogue; null: everything. */
export type Moved = ReadonlyMap<string, readonly number[]> | null;

interface Followed {
  /** Tells a row from others; without it, rows go with another catalogue's. */
  readonly key?: string;
  /** Whom the row is about: the catalogue they are in and their OID. */
  readonly about: readonly (readonly [catalogue: string, oid: string])[];
  readonly where: string;
}

const own = (oid: string, catalogue: Catalogue, ...others: Followed["about"]): Followed => ({
  key: oid,
  about: [[regclass(catalogue), oid], ...others],
  where: `${oid} >= 16384`,
});
/** What initdb made is followed for the sake of its privileges. */
const orGranted = (followed: Followed, acl: string): Followed => ({
  ...followed,
  where: `(${followed.where} OR ${acl} IS NOT NULL)`,
});
const regclass = (catalogue: Catalogue): string => `'${catalogue}'::regclass::oid`;
const relation = (oid: string) => [regclass("pg_class"), oid] as const;
const type = (oid: string) => [regclass("pg_type"), oid] as const;

/** The catalogues whose rows are followed one by one. When another moves, everything is read. */
const FOLLOWED: Readonly<Record<string, Followed>> = {
  pg_class: orGranted(own("oid", "pg_class", type("reltype")), "relacl"),
  pg_attribute: orGranted({ about: [relation("attrelid")], where: "attrelid >= 16384" }, "attacl"),
  pg_attrdef: own("oid", "pg_attrdef", relation("adrelid")),
  pg_constraint: own("oid", "pg_constraint", relation("conrelid"), relation("conindid"), type("contypid")),
  pg_index: own("indexrelid", "pg_class", relation("indrelid")),
  pg_sequence: own("seqrelid", "pg_class"),
  pg_rewrite: own("oid", "pg_rewrite", relation("ev_class")),
  pg_trigger: own("oid", "pg_trigger", relation("tgrelid"), [regclass("pg_constraint"), "tgconstraint"]),
  pg_policy: own("oid", "pg_policy", relation("polrelid")),
  pg_proc: orGranted(own("oid", "pg_proc"), "proacl"),
  // What a base or range type is made of stands in too many places.
  pg_type: {
    ...own("oid", "pg_type", relation("typrelid")),
    about: [
      [`CASE WHEN typtype IN ('c', 'd', 'e') OR typcategory = 'A' THEN ${regclass("pg_type")} ELSE 1 END`, "oid"],
    ],
  },
  pg_enum: { key: "oid", about: [type("enumtypid")], where: "oid >= 16384" },
  pg_description: {
    key: "concat_ws('/', classoid, objoid, objsubid)",
    about: [["classoid", "objoid"]],
    where: "objoid >= 16384",
  },
};

const KEYED = new Set(Object.keys(FOLLOWED).filter((catalogue) => FOLLOWED[catalogue]?.key));

/** A row as text: its key, then whom it is about, each as `catalogue/oid`. */
const spelled = ({ key, about }: Followed): string =>
  `concat_ws(' ', ${[key ?? "0", ...about.map(([catalogue, oid]) => `(${catalogue}) || '/' || ${oid}`)].join(", ")})`;

const newRows = ([catalogue, rows]: [string, Followed]): string =>
  `SELECT '${catalogue}' AS catalogue, count(*)::int4 AS rows, ` +
  `array_agg(${spelled(rows)}) FILTER (WHERE age(xmin) <= age($1::text::xid)) AS moved ` +
  `FROM pg_catalog.${catalogue} WHERE ${rows.where}`;

const NEW_ROWS = Object.entries(FOLLOWED).map(newRows).join("\n UNION ALL ");

const ALL_ROWS = Object.fromEntries(
  Object.entries(FOLLOWED).map(([catalogue, rows]) => [
    catalogue,
    `SELECT ${spelled(rows)} AS row FROM pg_catalog.${catalogue} WHERE ${rows.where}`,
  ]),
);

/** Whatever is older has ended, and been seen. */
const OLDEST_RUNNING = "SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::numeric % 4294967296)::text AS xid";

// A default and a view's rule are no objects: what they make up is. Of an index and a constraint the table is needed, to
// print them. What inherits, or is inherited from, shows in others that need it not.
const REACHED = `
  WITH RECURSIVE reached(class, oid) AS (
    SELECT split_part(moved, '/', 1)::oid, split_part(moved, '/', 2)::oid FROM unnest($1::text[]) moved
    UNION
    SELECT next.class, next.oid FROM reached r CROSS JOIN LATERAL (
      SELECT classid, objid FROM pg_depend WHERE refclassid = r.class AND refobjid = r.oid
      UNION ALL SELECT ${regclass("pg_class")}, adrelid FROM pg_attrdef WHERE r.class = ${regclass("pg_attrdef")} AND oid = r.oid
      UNION ALL SELECT ${regclass("pg_class")}, ev_class FROM pg_rewrite WHERE r.class = ${regclass("pg_rewrite")} AND oid = r.oid
      UNION ALL SELECT ${regclass("pg_type")}, reltype FROM pg_class WHERE r.class = ${regclass("pg_class")} AND oid = r.oid AND reltype <> 0
      UNION ALL SELECT ${regclass("pg_class")}, typrelid FROM pg_type WHERE r.class = ${regclass("pg_type")} AND oid = r.oid AND typrelid <> 0
    ) next(class, oid)),
  needed AS (
    SELECT class, oid FROM reached
    UNION SELECT ${regclass("pg_class")}, indrelid FROM reached r JOIN pg_index ON indexrelid = r.oid
    UNION SELECT ${regclass("pg_class")}, conrelid FROM reached r JOIN pg_constraint k ON k.oid = r.oid WHERE conrelid <> 0)
  SELECT coalesce((SELECT relname FROM pg_class WHERE oid = needed.class), '?') AS catalogue, array_agg(oid::text) AS oids,
         EXISTS (SELECT FROM pg_inherits WHERE inhrelid = ANY (array_agg(needed.oid)) OR inhparent = ANY (array_agg(needed.oid))) AS inherits
  FROM needed GROUP BY needed.class`;

export class Movement {
  readonly #session: PreparedSession;
  /** What is not followed, by its stamp. */
  readonly #stamp: string;
  #stamped: string | undefined;
  /** The oldest transaction that may have been running at the last look. */
  #xid: string | undefined;
  /** By catalogue and key: whom a row is about. */
  readonly #known = new Map<string, Map<string, readonly string[]>>();

  constructor(session: PreparedSession, kinds: KindRegistry, server: Server) {
    this.#session = session;
    const others = watchedBy(kinds, server).filter((catalogue) => !(catalogue in FOLLOWED));
    this.#stamp = stampQuery(others, server);
  }

  /** What has to be read again since this was last asked; the first time, everything. */
  async look(): Promise<Moved> {
    const [before, stamped] = [this.#xid, this.#stamped];
    this.#stamped = await this.#readStamp();
    const [{ xid }] = (await this.#rows(OLDEST_RUNNING)) as [{ xid: unknown }];
    this.#xid = text(xid);
    if (before === undefined || this.#stamped === undefined || this.#stamped !== stamped) {
      for (const catalogue of KEYED) await this.#gone(catalogue);
      return null;
    }
    const about = await this.#newSince(before);
    return about.size === 0 ? new Map() : this.#reachedFrom([...about]);
  }

  async #readStamp(): Promise<string | undefined> {
    try {
      return text((await this.#rows(this.#stamp))[0]?.stamp);
    } catch (error) {
      if (isRefusal(error)) return undefined;
      throw error;
    }
  }

  /** Whom the rows are about that have come, changed or gone. */
  async #newSince(xid: string): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const row of await this.#rows(NEW_ROWS, [xid])) {
      const catalogue = text(row.catalogue);
      for (const moved of row.moved === null ? [] : texts(row.moved))
        for (const one of this.#learn(catalogue, moved)) found.add(one);
      if (KEYED.has(catalogue) && this.#known.get(catalogue)?.size !== integer(row.rows))
        for (const one of await this.#gone(catalogue)) found.add(one);
    }
    return found;
  }

  /** Takes a row in; returns whom it is and was about. */
  #learn(catalogue: string, row: string): readonly string[] {
    const [key = "", ...all] = row.split(" ");
    const about = all.filter((one) => !one.endsWith("/0"));
    if (!KEYED.has(catalogue)) return about;
    const known = this.#known.get(catalogue) ?? new Map<string, readonly string[]>();
    const was = known.get(key) ?? [];
    this.#known.set(catalogue, known.set(key, about));
    return [...was, ...about];
  }

  /** Looks at all rows of a catalogue; returns whom those were about that are gone. */
  async #gone(catalogue: string): Promise<readonly string[]> {
    const before = this.#known.get(catalogue) ?? new Map<string, readonly string[]>();
    this.#known.set(catalogue, new Map());
    for (const { row } of await this.#rows(ALL_ROWS[catalogue] ?? "")) this.#learn(catalogue, text(row));
    const now = this.#known.get(catalogue);
    return [...before].flatMap(([key, about]) => (now?.has(key) ? [] : about));
  }

  async #reachedFrom(about: readonly string[]): Promise<Moved> {
    const reached = new Map<string, readonly number[]>();
    for (const { catalogue, oids, inherits } of await this.#rows(REACHED, [about])) {
      const name = text(catalogue);
      if (flag(inherits) || !(name in FOLLOWED)) return null;
      reached.set(name, texts(oids).map(Number));
    }
    return reached;
  }

  async #rows(sql: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    const rows: Record<string, unknown>[] = [];
    await this.#session.read(sql, (row) => rows.push(row), {}, values);
    return rows;
  }
}
