/** Rows of the catalogue that the census does not count: what they are, and why they are no objects of their own. */

import { putByUsers } from "../../core/extension-tables.ts";
import { notFromExtension } from "../../core/sql.ts";

export interface Part {
  readonly what: string;
  /** The condition on a row of the catalogue, which is called `x`. */
  readonly where: string;
  readonly because: string;
}

const all = (what: string, because: string): Part => ({ what, where: "true", because });

interface Called {
  readonly catalogue: string;
  readonly column: string;
}

function ofFamilies(what: string, catalogue: string, family: string, { catalogue: called, column }: Called): Part[] {
  const ofAnExtension = `NOT ${notFromExtension(called, `x.${column}`)} AND x.${family} < 16384`;
  return [
    {
      what: `${what} of operator classes`,
      where: `x.oid IN (SELECT objid FROM pg_depend WHERE classid = '${catalogue}'::regclass AND refclassid = 'pg_opclass'::regclass)`,
      because: "they are part of their class",
    },
    {
      what: `${what} of an extension in operator families`,
      where: `(NOT ${notFromExtension("pg_opfamily", `x.${family}`)} OR ${ofAnExtension})`,
      because: "what an extension says of its types is the extension's",
    },
  ];
}

/** By catalogue. What stands here need not be asked of `pg_depend`, which takes longer. */
export const PARTS: { readonly [catalogue: string]: readonly Part[] } = {
  pg_amop: ofFamilies("operators", "pg_amop", "amopfamily", { catalogue: "pg_operator", column: "amopopr" }),
  pg_amproc: ofFamilies("support functions", "pg_amproc", "amprocfamily", { catalogue: "pg_proc", column: "amproc" }),
  pg_attrdef: [all("defaults", "a default, or a generated column's expression, is part of its column")],
  pg_cast: [
    {
      what: "casts from a range to its multirange",
      where: "x.oid IN (SELECT objid FROM pg_depend WHERE classid = 'pg_cast'::regclass AND deptype = 'i')",
      because: "each comes and goes with its range type",
    },
  ],
  pg_class: [
    { what: "TOAST tables", where: "x.relkind = 't'", because: "PostgreSQL keeps a table's long values there" },
    { what: "rows of composite types", where: "x.relkind = 'c'", because: "the type is counted" },
    {
      what: "indexes of an extension on its tables",
      where: `x.oid IN (SELECT indexrelid FROM pg_index WHERE NOT ${putByUsers("pg_class", "indexrelid", "indrelid")})`,
      because: "what an extension puts on its tables is the extension's; what users put there is seen",
    },
  ],
  pg_auth_members: [
    {
      what: "further grants of a membership",
      where:
        "x.oid <> (SELECT min(o.oid::int8) FROM pg_auth_members o WHERE o.roleid = x.roleid AND o.member = x.member)",
      because: "they are one membership, which several roles have granted",
    },
  ],
  pg_constraint: [
    { what: "constraints of partitions", where: "x.conparentid <> 0", because: "they are copies of the parent's" },
    { what: "NOT NULL constraints", where: "x.contype = 'n'", because: "NOT NULL is part of its column" },
    { what: "constraint triggers", where: "x.contype = 't'", because: "the trigger is counted" },
    {
      what: "constraints of an extension's domains",
      where: `x.contypid <> 0 AND NOT ${notFromExtension("pg_type", "x.contypid")}`,
      because: "what stands on an extension's type is the extension's",
    },
  ],
  pg_database: [
    { what: "other databases", where: "x.datname <> current_database()", because: "each is a target of its own" },
  ],
  pg_enum: [all("labels", "they are part of their enum type")],
  pg_largeobject_metadata: [
    {
      what: "large objects with neither grants nor comment",
      where: `NOT (coalesce(x.lomacl <> acldefault('L', x.lomowner), false)
                   OR x.oid IN (SELECT objoid FROM pg_description WHERE classoid = 'pg_largeobject'::regclass))`,
      because: "they are data, not schema",
    },
  ],
  pg_namespace: [
    { what: "temporary schemas", where: "x.nspname ~ '^pg_(temp|toast)'", because: "they belong to a session" },
  ],
  pg_proc: [
    {
      what: "constructors of range types",
      where: "x.oid IN (SELECT objid FROM pg_depend WHERE classid = 'pg_proc'::regclass AND deptype = 'i')",
      because: "each comes and goes with its range type",
    },
  ],
  pg_rewrite: [{ what: "_RETURN rules", where: "x.ev_type = '1'", because: "such a rule is what a view reads" }],
  pg_trigger: [
    { what: "internal triggers", where: "x.tgisinternal", because: "they enforce a constraint" },
    { what: "triggers of partitions", where: "x.tgparentid <> 0", because: "they are copies of the parent's" },
  ],
  pg_type: [
    {
      what: "row types",
      where: "x.typtype = 'c' AND x.typrelid NOT IN (SELECT oid FROM pg_class WHERE relkind = 'c')",
      because: "each comes and goes with its table or view",
    },
    {
      what: "array types",
      where: "x.typelem <> 0 AND x.oid IN (SELECT typarray FROM pg_type)",
      because: "each comes and goes with the type of its elements",
    },
    {
      what: "multirange types of an extension",
      where: `x.typtype = 'm' AND x.oid IN (SELECT rngmultitypid FROM pg_range WHERE NOT ${notFromExtension("pg_type", "rngtypid")})`,
      because: "each comes and goes with its range type",
    },
  ],
};

/** Of every catalogue, for what PARTS does not know. */
export const MADE_FOR_ANOTHER: Omit<Part, "where"> = {
  what: "whatever PostgreSQL made for another object and drops with it",
  because: "the multirange type of a range type, an identity column's sequence, a partition's indexes",
};
