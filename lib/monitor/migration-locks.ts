/** The advisory locks by which migration tools keep others out, as PostgreSQL shows them. */

import { crc32 } from "../core/crc32.ts";

/** `pg_advisory_lock(bigint)` in two halves, as in `pg_locks`; those of two numbers (objsubid 2) are no tool's. */
export interface AdvisoryLock {
  readonly classid: number;
  readonly objid: number;
}

const FIXED: ReadonlyMap<bigint, string> = new Map([
  [72707369n, "Prisma"],
  [7241865325823964n, "node-pg-migrate"],
  [4727445306447283n, "graphile-migrate"],
  [4097083626n, "goose"],
  [5887940537704921958n, "goose"],
]);

/** Flyway adds the hash of its table's name, any number of four bytes, to this. */
const FLYWAY = 77431708279161n;
const INT4 = 1n << 31n;

/** The tool that takes this lock on a database of this name; null for any other lock: an application's is no migration. */
export function toolOf({ classid, objid }: AdvisoryLock, database: string): string | null {
  const id = BigInt.asIntN(64, (BigInt(classid) << 32n) | BigInt(objid));
  const fixed = FIXED.get(id) ?? named(database).get(id);
  if (fixed !== undefined) return fixed;
  return id >= FLYWAY - INT4 && id < FLYWAY + INT4 ? "Flyway" : null;
}

/** What is computed from names. */
function named(database: string): Map<bigint, string> {
  const own = BigInt(crc32(database));
  // By URL, golang-migrate takes the name with its slash.
  const golang = [database, `/${database}`].flatMap((name) => [name, `public\0schema_migrations\0${name}`]);
  return new Map([
    [2053462845n * own, "Rails"],
    [0x3d32ad9en * own, "sqlx"],
    ...golang.map((name): [bigint, string] => [
      BigInt.asUintN(32, BigInt(crc32(name)) * 1486364155n),
      "golang-migrate",
    ]),
    [BigInt(fnv32("atlas_migrate_execute")), "Atlas"],
  ]);
}

function fnv32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = (Math.imul(hash, 0x01000193) ^ byte) >>> 0;
  return hash;
}
