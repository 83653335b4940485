/** What the function reads before its first event: not what only drift, a laptop or a text that is new needs. */

import { runInNewContext } from "node:vm";
import { build, type Metafile } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { lambdaBundle } from "../../bin/bundle.ts";
import { askedOf } from "../../lib/core/kind-registry.ts";
import { watchedBy } from "../../lib/engine/stamp.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { WATCHED } from "../../lib/kinds/watched.ts";

const options = lambdaBundle(["libpg-query", "@pgsql/types"]);

let inputs: Metafile["inputs"];
let atStart: Set<string>;

/** What a module exports where the bundle has it. */
async function exported(entry: string): Promise<unknown> {
  const script = { format: "iife", globalName: "it", splitting: false, banner: {} } as const;
  const { outputFiles } = await build({ ...options, ...script, entryPoints: [entry], outdir: "dist", write: false });
  return JSON.parse(runInNewContext(`${outputFiles[0]?.text};JSON.stringify(it)`));
}

/** What is imported when the first is, or by what then is. */
function closure(modules: Metafile["inputs"] | Metafile["outputs"], first: string, read = new Set<string>()) {
  if (read.has(first)) return read;
  read.add(first);
  for (const { path, kind, external } of modules[first]?.imports ?? [])
    if (kind !== "dynamic-import" && !external) closure(modules, path, read);
  return read;
}

async function bundled(entry: string): Promise<Metafile> {
  const { metafile } = await build({
    ...{ ...options, entryPoints: { index: entry }, outdir: "dist", write: false },
    metafile: true,
  });
  return metafile;
}

const bytesAtStart = ({ outputs }: Metafile): number =>
  [...closure(outputs, "dist/index.mjs")].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);

let whole: Metafile;

beforeAll(async () => {
  whole = await bundled("lambdas/check-drift.ts");
  inputs = whole.inputs;
  atStart = closure(inputs, "lambdas/check-drift.ts");
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

  it("of the kinds what they read, of which the stamp is made, and none of them", async () => {
    expect(atStart).toContain("lib/engine/stamp.ts");
    expect(among(atStart, /^lib\/kinds\/(?!health\/)/)).toEqual(["lib/kinds/watched.ts"]);
    expect(await exported("lib/kinds/watched.ts")).toEqual({ WATCHED });
    for (const scope of [{ cluster: true }, { without: ["trigger"] }, {}])
      expect(watchedBy({ all: askedOf(WATCHED, scope) }, { major: 18 })).toEqual(
        watchedBy(KINDS.asked(scope), { major: 18 }),
      );
  });

  it("at most 1.45 times the code of the bare clients", async () => {
    const bare = await bundled("test/bench/bare-clients.ts");
    expect(bytesAtStart(whole) / bytesAtStart(bare)).toBeLessThan(1.45);
  });
});
