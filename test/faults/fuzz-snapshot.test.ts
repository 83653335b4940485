/** A snapshot that was edited with care is refused in one line, or is one through and through. RUNS=, SEED=. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sqlText } from "../../lib/core/canonical.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { fingerprint, sha256 } from "../../lib/core/fingerprint.ts";
import { objectsByAddress, type Snapshot } from "../../lib/core/snapshot.ts";
import { openLargeSnapshot, openSnapshot } from "../../lib/core/snapshot-file.ts";
import { serializeSnapshot } from "../../lib/core/snapshot-writer.ts";
import { diff } from "../../lib/index.ts";
import { damaged, orRefused } from "../support/damaged.ts";
import { aSnapshot } from "../support/snapshot.ts";
import { WHOLE_REPORT } from "../support/whole.ts";

const SEED = Number(process.env.SEED ?? 8);
const RUNS = Number(process.env.RUNS ?? 200);
const runs = { numRuns: RUNS, seed: SEED };

describe(`a snapshot that somebody wrote by hand, with its digest: SEED=${SEED}`, () => {
  const whole: Snapshot = {
    ...aSnapshot(["users", "orders"]),
    objects: objectsByAddress([
      ...aSnapshot(["users"]).objects.values(),
      {
        address: { kind: "view", path: ["app", "v"] },
        spec: { query: { ...sqlText("view", "SELECT 1"), form: "0".repeat(64) } },
        facts: { oid: 7 },
      },
    ]),
    dependencies: [{ from: "view:app.v", to: "table:app.users", owned: false }],
    unreadable: WHOLE_REPORT.unreadable,
    unmodelled: WHOLE_REPORT.unmodelled,
    leftOut: WHOLE_REPORT.leftOut,
    history: {
      layout: "flyway",
      start: ["schema:public"],
      migrations: [
        {
          ...{
            id: "1",
            name: "V1",
            group: null,
            file: "V1.sql",
            checksum: "1",
            replaces: [],
            needs: [],
            repeatable: false,
          },
          effects: [{ address: "table:app.users", before: null, after: { persistence: "0123456789abcdef" } }],
        },
      ],
    },
  };
  const { format: _format, version: _version, digest: _digest, ...body } = JSON.parse(serializeSnapshot(whole));

  /** The file as it would be written, with the fingerprint of what is in it as far as that can be worked out. */
  function written(value: unknown): string {
    const it = typeof value === "object" && value !== null ? ({ ...value } as Record<string, unknown>) : {};
    try {
      const objects = new Map(
        (it.objects as [string, object, object][]).map(([address, spec]) => [address, { spec: withForms(spec) }]),
      );
      it.fingerprint = fingerprint({ objects: objects as never });
    } catch {
      // Then the old one stands.
    }
    const list = (key: string) =>
      Array.isArray(it[key])
        ? `"${key}":[\n${(it[key] as unknown[]).map((item) => JSON.stringify(item)).join(",\n")}\n]`
        : `"${key}":${JSON.stringify(it[key])}`;
    const rest = Object.keys(it).filter((key) => !["texts", "objects", "dependencies"].includes(key));
    const text = `${rest.map((key) => `${JSON.stringify(key)}:${JSON.stringify(it[key])},\n`).join("")}${["texts", "objects", "dependencies"].map(list).join(",\n")}\n}\n`;
    return `{"format":"driftwatch-snapshot","version":2,"digest":"${sha256(text)}",\n${text}`;
  }
  const withForms = (spec: object): object =>
    JSON.parse(JSON.stringify(spec).replaceAll('"text":"SELECT 1"', `"text":"SELECT 1","form":"${"0".repeat(64)}"`));

  it("is refused, or can be compared", async () => {
    expect(fingerprint(openSnapshot(written(body)).read())).toBe(fingerprint(whole));
    let compared = 0;
    const property = fc.asyncProperty(damaged(body), async (value) => {
      const text = written(value);
      const read = orRefused(() => openSnapshot(text, "expected.json").read());
      try {
        expect((await openLargeSnapshot(Buffer.from(text), "expected.json")).fingerprint).toEqual(expect.any(String));
      } catch (error) {
        expect(read).toBeUndefined();
        if (!(error instanceof DriftwatchError)) throw error;
      }
      if (!read) return;
      compared++;
      orRefused(() => diff(read, whole));
      orRefused(() => diff(whole, read));
      for (const { address } of read.objects.values()) expect(address.path.length).toBeGreaterThan(0);
      JSON.stringify(read.history);
    });
    await fc.assert(property, runs);
    expect(compared).toBeGreaterThan(RUNS / 20);
    expect(compared).toBeLessThan(RUNS);
  });
});
