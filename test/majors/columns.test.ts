/**
 * Every column of every catalogue is read by some kind, or left unread for a reason: what a new major adds is a finding
 * of this test, not a blind spot.
 */

import { afterAll, beforeAll, expect, it } from "vitest";
import { KINDS } from "../../lib/kinds/registry.ts";
import type { EmbeddedServer } from "../../lib/postgres/embedded.ts";
import { MAJORS, startMajors } from "../support/majors.ts";
import { freshDatabase } from "../support/postgres.ts";
import { UNREAD, UNREAD_WHOLE } from "./unread.ts";

let servers: readonly EmbeddedServer[];
const met = new Set<string>();

beforeAll(async () => {
  servers = await startMajors();
});
afterAll(async () => {
  for (const server of servers) await server.stop();
});

const pinned = new Set(
  Object.entries(UNREAD).flatMap(([catalogue, reasons]) =>
    Object.values(reasons).flatMap((columns) => columns.split(" ").map((column) => `${catalogue}.${column}`)),
  ),
);

/** What the kinds that read a catalogue ask the server for, by catalogue. */
function queries(major: number): Map<string, string> {
  const found = new Map<string, string>();
  for (const { reads, query } of KINDS.all)
    for (const catalogue of reads)
      found.set(catalogue, `${found.get(catalogue) ?? ""}\n${query?.({ major }, () => "true") ?? ""}`);
  return found;
}

it.each(MAJORS)("PostgreSQL %i has no column that nobody reads without a reason", async (major) => {
  const server = servers.find((each) => each.major === major);
  if (!server) throw new Error(`PostgreSQL ${major} did not start`);
  const database = await freshDatabase(server);
  const columns = await database.sql(`
    SELECT c.relname AS catalogue, a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`);
  await database.drop();
  const asked = queries(major);
  const unread = columns
    .map(({ catalogue, name }) => ({ catalogue: String(catalogue), name: String(name) }))
    .filter(({ catalogue, name }) => !new RegExp(`\\b${name}\\b`).test(asked.get(catalogue) ?? ""))
    .filter(({ catalogue }) => !(catalogue in UNREAD_WHOLE))
    .map(({ catalogue, name }) => `${catalogue}.${name}`);
  for (const column of unread) met.add(column);
  expect(columns.length).toBeGreaterThan(500);
  expect(unread.filter((column) => !pinned.has(column))).toEqual([]);
});

it("a reason is given only for what is there and unread", () => {
  expect([...pinned].filter((column) => !met.has(column))).toEqual([]);
});
