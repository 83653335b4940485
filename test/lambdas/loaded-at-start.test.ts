/** What the function reads before its first event: not what only drift, a laptop or a text that is new needs. */

import { build, type Metafile } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { lambdaBundle } from "../../bin/bundle.ts";

let inputs: Metafile["inputs"];
let atStart: Set<string>;

beforeAll(async () => {
  const options = lambdaBundle(["libpg-query", "@pgsql/types"]);
  const entryPoints = { index: "lambdas/check-drift.ts" };
  const { metafile } = await build({ ...options, entryPoints, outdir: "dist", write: false, metafile: true });
  inputs = metafile.inputs;
  atStart = new Set();
  const read = (path: string): void => {
    if (atStart.has(path)) return;
    atStart.add(path);
    for (const { path: other, kind, external } of inputs[path]?.imports ?? [])
      if (kind !== "dynamic-import" && !external) read(other);
  };
  read("lambdas/check-drift.ts");
});

const among = (paths: Iterable<string>, pattern: RegExp): string[] => [...paths].filter((path) => pattern.test(path));

describe("before its first event the function reads", () => {
  it.each([
    ["what judges a drift", /^lib\/engine\/(compare|diff|classify|renames|remediate|plan|recanonicalise)\.ts$/],
    ["what writes a report or a message", /^lib\/report\//],
    ["the client that tells people", /@aws-sdk\/client-sns\//],
    ["what a laptop needs", /^lib\/local\//],
    ["what weighs a ledger", /^lib\/migrations\/(incidents|findings)\.ts$/],
  ])("nothing of %s", (_, pattern) => {
    expect(among(Object.keys(inputs), pattern)).not.toEqual([]);
    expect(among(atStart, pattern)).toEqual([]);
  });

  it("every kind, of which the stamp is made", () => {
    expect(atStart).toContain("lib/kinds/registry.ts");
    expect(atStart).toContain("lib/engine/stamp.ts");
  });
});
