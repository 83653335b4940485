import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Address, encodeAddress } from "../../lib/core/address.ts";
import { type CatalogueObject, objectsByAddress } from "../../lib/core/snapshot.ts";
import { fingerprintSubtree } from "../../lib/engine/structure/tree.ts";
import { KINDS } from "../../lib/kinds/registry.ts";

interface Standing {
  readonly object: CatalogueObject;
  /** Encoded address of what it stands within. */
  readonly parent: string | undefined;
}

const standing = (kind: string, path: readonly string[], parent?: Address, spec = {}): Standing => ({
  object: { address: { kind, path }, spec: { value: 0, ...spec }, facts: {} },
  parent: parent && encodeAddress(parent),
});

/** What can stand within an object: a comment on it, a grant, and what its kind holds. */
function* within({ object }: Standing): Iterable<Standing> {
  const { kind, path } = object.address;
  const inside = (own: string, name: string, spec = {}) => standing(own, [...path, name], object.address, spec);
  if (kind === "schema") yield* [inside("table", "plain"), inside("table", "Ta.ble"), inside("view", "v")];
  if (kind === "table") {
    yield* [inside("column", "a"), inside("column", "b"), inside("constraint", "key"), inside("trigger", "t")];
    if (path[1] === "plain")
      yield standing("table", ["away", "part"], object.address, { partition: { of: path, bound: null } });
  }
  if (kind === "comment" || kind === "grant") return;
  yield standing("comment", [kind, ...path], object.address);
  yield standing("grant", [kind, ...path, "app_ro"], object.address);
}

function* below(root: Standing): Iterable<Standing> {
  yield root;
  for (const child of within(root)) yield* below(child);
}

const addressOf = ({ object }: Standing): string => encodeAddress(object.address);

/** Two schemas with everything in them. The partition is in a third, within the first table that claims it. */
const ALL: readonly Standing[] = [standing("schema", ["app"]), standing("schema", ["ap"])]
  .flatMap((root) => [...below(root)])
  .filter((one, index, all) => all.findIndex((other) => addressOf(other) === addressOf(one)) === index);

const parents = new Map(ALL.map((one) => [addressOf(one), one.parent]));

function isWithin(address: string | undefined, root: string): boolean {
  return address !== undefined && (address === root || isWithin(parents.get(address), root));
}

const leaves = ALL.filter((one) => !ALL.some(({ parent }) => parent === addressOf(one)));

const print = (objects: readonly CatalogueObject[], root: string): string =>
  fingerprintSubtree(KINDS, objectsByAddress(objects), root);

describe("the fingerprint of a subtree", () => {
  const objectsWithout = (missing: readonly Standing[]): CatalogueObject[] =>
    ALL.filter((one) => !missing.includes(one)).map(({ object }) => object);
  const some = fc.subarray(leaves);

  it("changes exactly when something inside is altered", () => {
    fc.assert(
      fc.property(some, fc.constantFrom(...ALL), fc.constantFrom(...ALL), (missing, altered, root) => {
        fc.pre(!missing.includes(altered) && !missing.includes(root));
        const before = objectsWithout(missing);
        const after = before.map((object) =>
          object === altered.object ? { ...object, spec: { ...object.spec, value: 1 } } : object,
        );
        const changed = print(before, addressOf(root)) !== print(after, addressOf(root));
        expect(changed).toBe(isWithin(addressOf(altered), addressOf(root)));
      }),
      { numRuns: 300 },
    );
  });

  it("changes exactly when something inside comes or goes", () => {
    fc.assert(
      fc.property(some, fc.constantFrom(...leaves), fc.constantFrom(...ALL), (missing, gone, root) => {
        fc.pre(!missing.includes(gone) && !missing.includes(root) && gone !== root);
        const changed =
          print(objectsWithout(missing), addressOf(root)) !==
          print(objectsWithout([...missing, gone]), addressOf(root));
        expect(changed).toBe(isWithin(addressOf(gone), addressOf(root)));
      }),
      { numRuns: 300 },
    );
  });
});
