/** What the function reads before its first event: not what only drift, a laptop or a text that is new needs. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleLambda, type LambdaBundle } from "../../bin/bundle.ts";
import { askedOf } from "../../lib/core/kind-registry.ts";
import { watchedBy } from "../../lib/engine/introspection/stamp.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { WATCHED } from "../../lib/kinds/watched.ts";

const folder = mkdtempSync(join(tmpdir(), "driftwatch-bundle-"));
let check: LambdaBundle;

beforeAll(async () => {
  check = await bundleLambda("lambdas/check-drift.ts", null);
});
afterAll(() => rmSync(folder, { recursive: true }));

const among = (paths: Iterable<string>, pattern: RegExp): string[] => [...paths].filter((path) => pattern.test(path));

describe("before its first event the function reads", () => {
  it.each([
    ["what judges a drift", /^lib\/engine\/(compare|diff|classify|renames|remediate|plan|recanonicalise)\.ts$/],
    ["what writes a report or a message", /^lib\/report\//],
    ["the client that tells people", /@aws-sdk\/client-sns\//],
    ["what a laptop needs", /^lib\/local\//],
    ["what weighs a ledger", /^lib\/migrations\/(incidents|findings)\.ts$/],
  ])("nothing of %s", (_, pattern) => {
    expect(among(check.modules, pattern)).not.toEqual([]);
    expect(among(check.atStart, pattern)).toEqual([]);
  });

  it("of the kinds what they read, of which the stamp is made, and none of them", async () => {
    expect(check.atStart).toContain("lib/engine/introspection/stamp.ts");
    expect(among(check.atStart, /^lib\/kinds\/(?!health\/)/)).toEqual(["lib/kinds/watched.ts"]);
    await bundleLambda("lib/kinds/watched.ts", folder);
    expect({ ...(await import(pathToFileURL(join(folder, "index.mjs")).href)) }).toEqual({ WATCHED });
    for (const scope of [{ cluster: true }, { without: ["trigger"] }, {}])
      expect(watchedBy({ all: askedOf(WATCHED, scope) }, { major: 18 })).toEqual(
        watchedBy(KINDS.asked(scope), { major: 18 }),
      );
  });

  it("at most 1.45 times the code of the bare clients", async () => {
    const bare = await bundleLambda("test/lambdas/bare-clients.ts", null);
    expect(check.bytesAtStart / bare.bytesAtStart).toBeLessThan(1.45);
  });
});
