/** Which of several stacks a database is in: by its id alone, so that no other database moves it. */

import { createHash } from "node:crypto";

/** From 0. With one shard more, one database in so many moves, and the others stay (jump consistent hashing). */
export function shardOf(databaseId: string, shards: number): number {
  let key = createHash("sha256").update(databaseId).digest().readBigUInt64BE();
  let shard = 0;
  for (let next = 0; next < shards; ) {
    shard = next;
    key = BigInt.asUintN(64, key * 2_862_933_555_777_941_757n + 1n);
    next = Math.floor((shard + 1) * (2 ** 31 / (Number(key >> 33n) + 1)));
  }
  return shard;
}

/** Databases that a stack has room for, whatever the hash deals out, with as much again left to what they bring along. */
const COMFORTABLE = 40;

/** How many stacks so many databases need. */
export const shardsFor = (databases: number): number => Math.ceil(databases / COMFORTABLE);
