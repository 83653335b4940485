/** What lies in tables: a type cannot be built anew while a column holds its values. */

import type { Facts, Remedy } from "./kind.ts";

/**
 * Whether a column holds values of the type, or under the collation, that `oid` names: by itself, or inside an array, a
 * domain, a range, or a composite type.
 * @param catalogue that of the type or collation
 */
export const stored = (catalogue: string, oid: string): string => `(
  WITH RECURSIVE standing(class, oid) AS (
    SELECT '${catalogue}'::regclass::oid, ${oid}
    UNION
    SELECT 'pg_type'::regclass::oid, CASE WHEN d.classid = 'pg_class'::regclass THEN c.reltype ELSE d.objid END
    FROM standing s
    JOIN pg_depend d ON d.refclassid = s.class AND d.refobjid = s.oid
    LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
    WHERE d.classid = 'pg_type'::regclass OR c.relkind = 'c')
  SELECT EXISTS (
    SELECT FROM standing s
    JOIN pg_depend d ON d.refclassid = s.class AND d.refobjid = s.oid AND d.classid = 'pg_class'::regclass
    JOIN pg_class c ON c.oid = d.objid AND c.relkind IN ('r', 'p', 'f', 'm')
    WHERE d.objsubid > 0 OR c.reloftype <> s.oid))`;

/** Whether tables are made of the composite type that `oid` names: they change with it. */
export const typed = (oid: string): string => `EXISTS (SELECT FROM pg_class typed WHERE typed.reloftype = ${oid})`;

/**
 * Whether all that holds values of the type that `oid` names, whose array type `array` is, are columns of tables that can
 * be made columns of another type and back: none lie inside other types, in foreign or typed tables or in the keys of partitions.
 */
export const convertible = (oid: string, array: string): string => `NOT EXISTS (
    SELECT FROM pg_depend d
    LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
    LEFT JOIN pg_partitioned_table p ON p.partrelid = c.oid
    JOIN pg_type whole ON whole.oid = CASE WHEN d.classid = 'pg_class'::regclass THEN c.reltype ELSE d.objid END
    WHERE d.refclassid = 'pg_type'::regclass AND d.refobjid IN (${oid}, ${array})
      AND (c.relkind = 'f' OR c.reloftype <> 0 OR d.objsubid = ANY (p.partattrs) OR p.partexprs IS NOT NULL
        OR (d.classid = 'pg_type'::regclass OR c.relkind = 'c') AND whole.oid NOT IN (${oid}, ${array}) AND ${stored("pg_type", "whole.oid")}))`;

/** Whether a column holds values of the type inside others: inside an array, a range, or a composite type. */
export const storedInside = (oid: string): string => `EXISTS (
    SELECT FROM pg_depend d
    LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
    JOIN pg_type whole ON whole.oid = CASE WHEN d.classid = 'pg_class'::regclass THEN c.reltype ELSE d.objid END
    WHERE d.refclassid = 'pg_type'::regclass AND d.refobjid = ${oid} AND (d.classid = 'pg_type'::regclass OR c.relkind = 'c')
      AND whole.typtype <> 'd' AND ${stored("pg_type", "whole.oid")})`;

/** The rule of what PostgreSQL has no ALTER for: build the object anew, or, while tables hold its values, say so. */
export const rebuiltUnlessStored =
  (why: string) =>
  (_at: unknown, _to: unknown, { facts }: { readonly facts: Facts }): Remedy =>
    facts.stored === true
      ? {
          manual: `${why} while columns are made of it: make a new one, move the columns to it, then swap the names`,
        }
      : "recreate";
