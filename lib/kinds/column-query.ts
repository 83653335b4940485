/** Columns as the catalogue has them, one row each. */

import type { Batch, Server } from "../core/kind.ts";
import { initial, isMember, ofUsersByColumn } from "../core/of-users.ts";
import { stored } from "../core/stored.ts";

// Since 18 NOT NULL is a constraint with a name. Where the name comes from nobody can tell any more, so it is a fact.
const NOT_NULL = `LEFT JOIN pg_constraint nn ON nn.contype = 'n' AND nn.conrelid = a.attrelid AND nn.conkey[1] = a.attnum AND a.attnotnull`;
const NOT_NULL_LIMITS = `nn.conname AS not_null_name, nullif(EXISTS (SELECT FROM pg_description WHERE classoid = 'pg_constraint'::regclass AND objoid = nn.oid), false) AS not_null_said, nullif(nn.conislocal AND nn.coninhcount > 0, false) AS not_null_own, CASE WHEN nn.connoinherit OR NOT nn.convalidated THEN
             ARRAY(SELECT said FROM (VALUES ('NO INHERIT', nn.connoinherit), ('NOT VALID', NOT nn.convalidated)) l(said, so) WHERE so) END AS not_null_limits`;

// A default names no column. Told of the table all the same, PostgreSQL would lock it, and go through all of its columns
// each time: with 1,600 of them that takes half a minute.
const EXPRESSION = `SELECT pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE d.adrelid END) FROM pg_attrdef d
             WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum`;

/** Behind an identity: what it was told, and its name. */
const SEQUENCE = `SELECT concat_ws(' ', q.seqtypid, q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache, q.seqcycle, qc.relname)
             FROM pg_depend i JOIN pg_sequence q ON q.seqrelid = i.objid JOIN pg_class qc ON qc.oid = q.seqrelid
             WHERE i.classid = 'pg_class'::regclass AND i.refclassid = 'pg_class'::regclass AND i.deptype = 'i'
               AND i.refobjid = a.attrelid AND i.refobjsubid = a.attnum`;

const COLLATION = `SELECT ARRAY[cn.nspname, co.collname]::text[] FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = a.attcollation`;
const OF_TYPE = `SELECT ARRAY[yn.nspname, y.typname]::text[] FROM pg_type y JOIN pg_namespace yn ON yn.oid = y.typnamespace WHERE y.oid = c.reloftype`;

/** Whether rows are spread by the column, be it in an expression: the key is all that a table keeps of its own column. */
const PARTITIONS = `SELECT nullif(count(*) > 0, false) FROM pg_depend k
             WHERE k.classid = 'pg_class'::regclass AND k.objid = a.attrelid AND k.objsubid = a.attnum
               AND k.refclassid = 'pg_class'::regclass AND k.refobjid = a.attrelid AND k.refobjsubid = 0 AND k.deptype = 'i'`;

const ABOVE_FOREIGN = `WITH RECURSIVE above AS (SELECT ftrelid AS oid FROM pg_foreign_table UNION SELECT i.inhparent FROM above JOIN pg_inherits i ON i.inhrelid = above.oid) SELECT oid FROM above`;

/** Tables of whose rows a column somewhere is made, and those above them. */
const ROWS_STORED = `WITH RECURSIVE used AS (
             SELECT w.typrelid AS oid
             FROM (SELECT DISTINCT refobjid FROM pg_depend WHERE refclassid = 'pg_type'::regclass AND deptype = 'n' AND refobjid >= 16384) d
             JOIN pg_type t ON t.oid = d.refobjid
             JOIN pg_type w ON w.oid = CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE t.oid END
             JOIN pg_class r ON r.oid = w.typrelid AND r.relkind IN ('r', 'p', 'f')
             WHERE ${stored("pg_type", "w.oid")}
           UNION SELECT i.inhparent FROM used JOIN pg_inherits i ON i.inhrelid = used.oid) SELECT oid FROM used`;

/** Columns, by table and name, above those that a partition has in a primary key of its own. */
const ABOVE_KEYS = `WITH RECURSIVE keyed AS (
             SELECT p.conrelid AS oid, k.attname FROM pg_constraint p JOIN pg_attribute k ON k.attrelid = p.conrelid AND k.attnum = ANY (p.conkey)
             WHERE p.contype = 'p' AND p.conparentid = 0 AND p.conrelid IN (SELECT inhrelid FROM pg_inherits)
           UNION SELECT h.inhparent, keyed.attname FROM keyed JOIN pg_inherits h ON h.inhrelid = keyed.oid) SELECT oid, attname FROM keyed`;

/**
 * Domains, once and not for each column: what is under all of those that one is made of, and whether one of these has a check
 * or is NOT NULL.
 */
const DOMAINS = `
           WITH RECURSIVE made AS (
             SELECT oid AS root, oid, typbasetype AS of, typtypmod AS modifier, typnotnull AS refuses FROM pg_type WHERE typtype = 'd'
             UNION ALL
             SELECT made.root, b.oid, b.typbasetype, b.typtypmod, b.typnotnull FROM made JOIN pg_type b ON b.oid = made.of WHERE b.typtype = 'd')
           SELECT made.root, max(format_type(made.of, made.modifier)) FILTER (WHERE b.typtype <> 'd') AS of,
                  nullif(bool_or(made.refuses OR made.oid IN (SELECT contypid FROM pg_constraint WHERE contypid <> 0)), false) AS refuses
           FROM made JOIN pg_type b ON b.oid = made.of GROUP BY made.root`;

// What a column has and most have not is NULL where it has it not: there are many columns.
export const columns = ({ major }: Server, batch: Batch): string => `
    SELECT c.oid, a.attnum AS subid, c.schema, c.table, a.attname AS name, a.attacl::text[] AS acl, c.member, nullif(c.oid < 16384, false) AS initdb,
           CASE WHEN c.member THEN (${initial("pg_class", "a.attrelid", "a.attnum")}) END AS initial_acl, CASE WHEN a.attacl IS NOT NULL THEN pg_get_userbyid(c.relowner) END AS grantor, c.of_view, c.of_foreign, c.of_type, c.above_foreign, c.rows_stored, CASE WHEN c.partitioned THEN (${PARTITIONS}) END AS partitions, CASE WHEN c.partitioned THEN nullif((a.attrelid, a.attname) IN (${ABOVE_KEYS}), false) END AS key_below, a.attfdwoptions AS foreign_options,
           format_type(a.atttypid, a.atttypmod) AS type, nullif(a.attnotnull, false) AS not_null,
           ${major >= 18 ? NOT_NULL_LIMITS : "NULL AS not_null_name, NULL::bool AS not_null_said, NULL::bool AS not_null_own, NULL::text[] AS not_null_limits"},
           CASE WHEN a.attcollation <> t.typcollation THEN (${COLLATION}) END AS collation,
           nullif(a.atthasdef, false) AS has_expression, CASE WHEN a.atthasdef THEN (${EXPRESSION}) END AS expression,
           CASE WHEN a.attgenerated <> '' THEN a.attgenerated::text END AS generated, ${major >= 17 ? "CASE WHEN a.attgenerated = 's' THEN true END" : "NULL::bool"} AS recomputable,
           CASE WHEN a.attidentity <> '' AND NOT c.relispartition THEN a.attidentity::text END AS identity, CASE WHEN a.attidentity <> '' AND NOT c.relispartition THEN (${SEQUENCE}) END AS sequence,
           CASE WHEN a.attinhcount > 0 THEN a.attislocal END AS local, CASE WHEN a.attinhcount > 0 THEN c.parents END AS parents,
           CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END AS storage, CASE WHEN a.attstorage <> t.typstorage THEN t.typstorage::text END AS type_storage, made.of AS made_of, made.refuses AS refuses, CASE WHEN t.typtype = 'c' THEN true END AS of_rows, CASE WHEN a.attcompression <> '' THEN a.attcompression::text END AS compression,
           CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::int4 END AS statistics, a.attoptions AS options
    FROM pg_attribute a
    JOIN (SELECT c.oid, n.nspname AS schema, c.relname AS table, c.relowner, c.relispartition, nullif(c.relkind = 'p', false) AS partitioned, nullif(c.relkind IN ('v', 'm'), false) AS of_view,
                 nullif(c.relkind = 'f', false) AS of_foreign, ${isMember("pg_class", "c.oid")} AS member, CASE WHEN c.reloftype <> 0 THEN (${OF_TYPE}) END AS of_type,
                 nullif(c.oid IN (${ABOVE_FOREIGN}), false) AS above_foreign, nullif(c.oid IN (${ROWS_STORED}), false) AS rows_stored, above.parents
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN (SELECT i.inhrelid, jsonb_agg(jsonb_build_array(pn.nspname, p.relname)) AS parents
                     FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
                     GROUP BY i.inhrelid) above ON above.inhrelid = c.oid
          WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't' AND ${batch("c.oid")}
            AND ${ofUsersByColumn("n", "c.oid")} OFFSET 0) c ON c.oid = a.attrelid
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN (${DOMAINS}) made ON made.root = a.atttypid
    ${major >= 18 ? NOT_NULL : ""}
    WHERE a.attnum > 0 AND NOT a.attisdropped AND ${batch("a.attrelid")}`;
