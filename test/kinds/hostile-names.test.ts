/** Every object of every kind under a name that somebody once thought nobody would give: all of it can be built again. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CatalogueObject, Snapshot } from "../../lib/core/snapshot.ts";
import { ident, qualified } from "../../lib/core/sql.ts";
import { diff, fingerprint, parseAddress, parseSnapshot, remediate, serializeSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { leftToPerson } from "../support/left-to-person.ts";
import { ensureRoles } from "../support/roles.ts";
import { MODELLED_SCHEMA } from "../support/schemas/modelled.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

/** Each is taken more than once, wherever that is allowed: in another schema, on another table, for another kind. */
const NAMES = [
  ...['a"b', '"', '""."', "dot.ted", "a:b", "it's", "back\\slash", "E'\\\\", "$$", "$1", "%I", "%s%L", "{a,b}", "[1]"],
  ...["UPPER", "upper", "Upper", "select", "table", "user", "public", "null", "default", "pg_temp_", "from to"],
  ...[" ", "  ", "\u200b", "\u00a0", "\ufeff", "\t", "\n", "--", "/*", "*/", ";", "COMMENT", "(", ")", ",", "="],
  ...["Ünïcödé", "ünïcödé", "e\u0301", "é", "名前", "🐘", "\u{10ffff}", "\u202e", "İı", "ﬀ", "0", "-1", "1e3", "true"],
  ..."ab".split("").map((letter) => letter.repeat(63)),
  ...["é".repeat(31), `${"🐘".repeat(15)}xyz`],
];

/** Kinds whose objects have no name of their own that a user could choose, or none but certain ones. */
const NAMELESS: Record<string, string> = {
  extension: "it has the name of its control file",
  "shell-type": "PostgreSQL renames no type before it is defined",
  "user-mapping": "it is named by its server and role",
  "publication-table": "it is named by its publication and table",
  "publication-schema": "it is named by its publication and schema",
  "large-object": "it has a number for a name",
  "default-privilege": "it is named by role, schema and sort of object",
  "access-method": "nothing renames it",
  cast: "it is named by its types",
  transform: "it is named by its type and language",
  operator: "its name is made of symbols, and nothing renames it",
  "family-operator": "it is named by its family, types and number",
  "family-function": "it is named by its family, types and number",
  "partition-trigger": "it has the name of the trigger above it",
  "extension-table": "it is named by the script of its extension",
};

/** A database full of them, and how many objects of each kind have got one. */
async function hostileDatabase(from: number): Promise<{ database: WatchedDatabase; renamed: Map<string, number> }> {
  const database = await watchedDatabase();
  await database.sql(MODELLED_SCHEMA);
  const before = await database.snapshot();
  // What stands within, or is named by, another is renamed before that one is.
  const objects = [...before.objects.values()]
    .filter(({ address }) => !KINDS.get(address.kind).satellite)
    .sort((a, b) => KINDS.get(b.address.kind).rank - KINDS.get(a.address.kind).rank);
  const renamed = new Map<string, number>();
  let at = from;
  for (const object of objects) {
    const { kind } = object.address;
    // Constraints of many tables have the same name as long as that is allowed.
    if (!(await rename(database, object, kind === "constraint" ? from : at))) continue;
    renamed.set(kind, (renamed.get(kind) ?? 0) + 1);
    at += 1;
  }
  return { database, renamed };
}

/** Gives an object the first name, from `at` on, that PostgreSQL allows. */
async function rename(database: WatchedDatabase, object: CatalogueObject, at: number): Promise<boolean> {
  for (let attempt = 0; attempt < 12; attempt++) {
    const name = NAMES[(at + attempt) % NAMES.length] ?? "";
    const outcome = await database.sql(renaming(object, name)).then(
      () => "done",
      (error: { code?: string }) => error.code ?? "",
    );
    if (outcome === "done") return true;
    // Taken: a relation, object, column, schema, function or reserved name.
    if (!["42P07", "42710", "42701", "42P06", "42723", "42939"].includes(outcome)) return false;
  }
  return false;
}

function renaming({ address }: CatalogueObject, name: string): string {
  const { sqlName } = KINDS.get(address.kind).host(address);
  const [schema = "", table = "", part = ""] = address.path;
  if (sqlName.startsWith("COLUMN "))
    return `ALTER TABLE ${qualified(schema, table)} RENAME COLUMN ${ident(part)} TO ${ident(name)}`;
  if (sqlName.startsWith("CONSTRAINT ") && sqlName.includes(" ON DOMAIN "))
    return `ALTER DOMAIN ${qualified(schema, table)} RENAME CONSTRAINT ${ident(part)} TO ${ident(name)}`;
  if (sqlName.startsWith("CONSTRAINT "))
    return `ALTER TABLE ${qualified(schema, table)} RENAME CONSTRAINT ${ident(part)} TO ${ident(name)}`;
  return `ALTER ${sqlName} RENAME TO ${ident(name)}`;
}

describe.each([0, 29, 53])("names that need care, from the %ith on", (from) => {
  let database: WatchedDatabase;
  let renamed: Map<string, number>;
  let hostile: Snapshot;

  beforeAll(async () => {
    await ensureRoles();
    ({ database, renamed } = await hostileDatabase(from));
    hostile = await database.snapshot();
  }, 120_000);

  afterAll(() => database.drop());

  it("stand on objects of every kind that can have one", () => {
    const own = KINDS.all.filter(({ satellite, clusterWide }) => !satellite && !clusterWide).map(({ name }) => name);
    expect(own.filter((name) => !renamed.has(name)).sort()).toEqual(Object.keys(NAMELESS).sort());
  });

  it("are read back from their addresses", () => {
    for (const address of hostile.objects.keys())
      expect(parseAddress(address)).toEqual(hostile.objects.get(address)?.address);
  });

  it("survive a file", () => {
    expect(fingerprint(parseSnapshot(serializeSnapshot(hostile)))).toBe(fingerprint(hostile));
  });

  it("do not stand in the way: all is built from nothing, and taken down to nothing", async () => {
    const empty = await watchedDatabase();
    try {
      const nothing = await empty.snapshot();
      const { statements, manual } = remediate(hostile, nothing);
      await empty.run(statements.map(({ sql }) => sql));
      const built = await empty.snapshot();
      const left = leftToPerson(hostile, manual);
      expect(diff(hostile, built).map((change) => [change.verb, change.address])).toEqual(left);
      expect(fingerprint(built) === fingerprint(hostile)).toBe(left.length === 0);
      await empty.run(remediate(nothing, built).statements.map(({ sql }) => sql));
      expect(fingerprint(await empty.snapshot())).toBe(fingerprint(nothing));
    } finally {
      await empty.drop();
    }
  }, 60_000);
});
