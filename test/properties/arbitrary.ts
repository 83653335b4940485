/** Generated addresses, values and snapshots. */

import fc from "fast-check";
import type { Address } from "../../lib/core/address.ts";
import type { Canonical, SqlText } from "../../lib/core/canonical.ts";
import type { Spec } from "../../lib/core/kind.ts";
import { type CatalogueObject, objectsByAddress, type Snapshot } from "../../lib/core/snapshot.ts";
import { aSnapshot } from "../support/snapshot.ts";

/** Any text PostgreSQL could hold as UTF-8, and often what a codec could trip over. */
export const unicode: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom(".", ":", '"', '""', "'", "\\", ",", "\n", "\t", " ", "a", "Ä", "é", "\u{1f600}"),
  }),
  fc.constantFrom("", ".", ":", '"', '"."', "a.b", "a:b", "__proto__", "constructor", "\u2028", "\ufffd", "\ufeff"),
);

export const address: fc.Arbitrary<Address> = fc.record(
  { kind: unicode, path: fc.array(unicode, { minLength: 1, maxLength: 4 }) },
  { noNullPrototype: true },
);

const digest = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 });

export const sqlText: fc.Arbitrary<SqlText> = fc.record(
  {
    $sql: fc.constantFrom("expression", "default", "statement", "routine-body"),
    text: unicode,
    form: fc.oneof(digest, fc.constantFrom("0".repeat(64), "1".repeat(64))),
  },
  { noNullPrototype: true },
);

/** Few and short, so that two of them are often equal, or nearly. */
const small = fc.constantFrom<Canonical>(null, true, false, 0, 1, 10, "", "0", "1", "null", "a", '"', ",", "[]", "{}");

/** A value as kinds write it; `leaf` says what it is made of. */
const madeOf = (leaf: fc.Arbitrary<Canonical>): fc.Arbitrary<Canonical> =>
  fc.letrec<{ value: Canonical }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", "", '"', "a:b", "__proto__"), tie("value"), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
  })).value;

export const smallValue = madeOf(fc.oneof(small, sqlText));

export const value: fc.Arbitrary<Canonical> = madeOf(fc.oneof(small, fc.maxSafeInteger(), unicode, sqlText));

/** The same value, with the keys of every object in the opposite order. */
export function turned(given: Canonical): Canonical {
  if (given === null || typeof given !== "object") return given;
  if (Array.isArray(given)) return given.map(turned);
  const entries = Object.entries(given).map(([key, item]) => [key, turned(item as Canonical)]);
  return Object.fromEntries(entries.reverse());
}

/** Which attributes the kinds of generated snapshots have. The engine knows nothing else of a kind. */
export const COVERS = { plain: ["only"], "two words": ["a", "b"], 'o"dd': ["x", "y", "z"] };

export const specOf = (kind: keyof typeof COVERS): fc.Arbitrary<Spec> =>
  fc.record(Object.fromEntries(COVERS[kind].map((attribute) => [attribute, fc.oneof(smallValue, value)])), {
    noNullPrototype: true,
  });

const facts = fc.dictionary(fc.constantFrom("oid", "position", "within"), fc.oneof(fc.nat(), fc.array(unicode)), {
  noNullPrototype: true,
});

export const object: fc.Arbitrary<CatalogueObject> = fc
  .constantFrom(...(Object.keys(COVERS) as (keyof typeof COVERS)[]))
  .chain((kind) =>
    fc.record(
      {
        address: fc.array(unicode, { minLength: 1, maxLength: 3 }).map((path): Address => ({ kind, path })),
        spec: specOf(kind),
        facts,
      },
      { noNullPrototype: true },
    ),
  );

const dependencies = fc.array(
  fc.record({ from: unicode, to: unicode, owned: fc.boolean() }, { noNullPrototype: true }),
  { maxLength: 3 },
);

export const snapshot: fc.Arbitrary<Snapshot> = fc
  .tuple(fc.array(object, { maxLength: 6 }), dependencies, fc.option(unicode), unicode)
  .map(([objects, needs, systemIdentifier, database]) => ({
    ...aSnapshot([]),
    server: { version: 180_004, database, systemIdentifier, databaseOid: 16_384 },
    takenAt: systemIdentifier === null ? null : "2026-11-20T03:00:00.000Z",
    covers: COVERS,
    objects: objectsByAddress(objects),
    dependencies: needs,
  }));
