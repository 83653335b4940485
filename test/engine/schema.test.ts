/** The schema a finding lies in: its object's own, or that of what it is said of. */

import { expect, it } from "vitest";
import { compare } from "../../lib/engine/compare.ts";
import { takeSnapshot } from "../../lib/index.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { freshDatabase } from "../support/postgres.ts";

it("is named with every finding, and null where there is none", async () => {
  const database = await freshDatabase();
  try {
    await database.sql('CREATE SCHEMA "My App"; CREATE TABLE "My App".users (id int); CREATE SCHEMA gone');
    const expected = await takeSnapshot(database.url);
    await database.sql(`
      DROP SCHEMA gone; CREATE CAST (int AS xml) WITH INOUT;
      COMMENT ON COLUMN "My App".users.id IS 'a'; ALTER TABLE "My App".users ADD name text`);
    const { findings } = compare(KINDS, expected, await takeSnapshot(database.url), {});
    expect(Object.fromEntries(findings.map(({ code, schema }) => [code, schema]))).toEqual({
      "schema.removed": "gone",
      "column.added": "My App",
      "comment.added": "My App",
      "cast.added": null,
    });
  } finally {
    await database.drop();
  }
});
