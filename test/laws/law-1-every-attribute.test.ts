/** Law 1, to the last attribute: fingerprints are equal exactly when the diff is empty. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Canonical } from "../../lib/core/canonical.ts";
import { type CatalogueObject, type Snapshot, withSpec } from "../../lib/core/snapshot.ts";
import { diff, fingerprint } from "../../lib/index.ts";
import { RICH_SCHEMA } from "../support/schemas/rich.ts";
import { type WatchedDatabase, watchedDatabase } from "../support/watched-database.ts";

let database: WatchedDatabase;
let snapshot: Snapshot;

beforeAll(async () => {
  database = await watchedDatabase();
  for (const part of RICH_SCHEMA) await database.sql(part);
  snapshot = await database.snapshot();
});

afterAll(() => database.drop());

const withObjects = (objects: Iterable<readonly [string, CatalogueObject]>): Snapshot => ({
  ...snapshot,
  objects: new Map(objects),
});

describe("law 1", () => {
  it("notices each single object that is missing, once", () => {
    for (const address of snapshot.objects.keys()) {
      const without = withObjects([...snapshot.objects].filter(([other]) => other !== address));
      expect(diff(snapshot, without).map((change) => [change.verb, change.address])).toEqual([["removed", address]]);
      expect(diff(without, snapshot).map((change) => [change.verb, change.address])).toEqual([["added", address]]);
      expect(fingerprint(without)).not.toBe(fingerprint(snapshot));
    }
  });

  // Among a few neighbours: the work would grow with the square of the schema.
  it("notices each single attribute that differs, once", () => {
    const all = [...snapshot.objects];
    for (const [place, [address, object]] of all.entries()) {
      const few = all.slice(Math.max(0, place - 2), place + 3);
      const whole = withObjects(few);
      for (const attribute of Object.keys(object.spec)) {
        const spec = { ...object.spec, [attribute]: otherThan(object.spec[attribute] ?? null) };
        const altered = withObjects([...few, [address, withSpec(object, spec)]]);
        expect(diff(whole, altered)).toMatchObject([{ verb: "altered", address, attribute }]);
        expect(fingerprint(altered)).not.toBe(fingerprint(whole));
      }
    }
  });
});

/** A value of the same sort that is not the same. */
function otherThan(value: Canonical): Canonical {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (typeof value === "string") return `${value}.`;
  if (Array.isArray(value)) return [...value, "one more"];
  return value === null ? "not null" : null;
}
