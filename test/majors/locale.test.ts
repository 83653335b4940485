/** Law 2 on other operating locales: the database's own collation orders rows, and never shows in a fingerprint. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fingerprint } from "../../lib/index.ts";
import { differences } from "../support/differences.ts";
import { SCHEMAS } from "../support/schemas/steps.ts";
import { Worlds } from "./worlds.ts";

const LOCALES: readonly (readonly [name: string, locale: readonly string[], majors: readonly number[]])[] = [
  ["C", ["--locale=C"], [14, 16]],
  ["an ICU locale", ["--locale-provider=icu", "--icu-locale=de-DE", "--locale=C.UTF-8"], [15, 18]],
  ["a built-in locale", ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"], [17]],
];

/** C.UTF-8, and all that there is. */
let reference: Worlds;

beforeAll(async () => {
  reference = await Worlds.start({}, [18]);
});

afterAll(() => reference.stop());

describe.each(LOCALES)("law 2: on %s", (_name, locale, majors) => {
  let worlds: Worlds;

  beforeAll(async () => {
    worlds = await Worlds.start({ locale }, majors);
  });

  afterAll(() => worlds.stop());

  it.each(Object.keys(SCHEMAS))("%s has the fingerprint it has on C.UTF-8", async (schema) => {
    const [newest] = reference.servers;
    if (!newest) throw new Error("no server to compare with");
    const expected = await reference.world(newest, schema);
    for (const server of worlds.having(schema)) {
      const { snapshots } = await worlds.world(server, schema);
      expect(snapshots).not.toEqual([]);
      for (const [at, snapshot] of snapshots.entries()) {
        const other = expected.snapshots[at] ?? snapshot;
        const where = `PostgreSQL ${server.major}, step ${at + 1}`;
        expect.soft(differences(other, snapshot), where).toEqual([]);
        expect.soft(fingerprint(snapshot), where).toBe(fingerprint(other));
      }
    }
  });
});
