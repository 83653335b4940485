/** The state in a directory: replaced only if it still is what was read. */

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storageKeys } from "../../lib/config/storage.ts";
import { newState } from "../../lib/core/target-state.ts";
import { directoryStores } from "../../lib/local/directory.ts";
import type { Ports } from "../../lib/monitor/ports.ts";
import { aTarget } from "../support/target.ts";

let directory: string;
let stores: Pick<Ports, "snapshots" | "reports" | "states">;
const target = aTarget();
const keys = storageKeys("orders");

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "driftwatch-local-"));
  stores = directoryStores(directory);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const everything = (): string[] => readdirSync(directory, { recursive: true }).map(String).sort();

function put(key: string, content: string): string {
  const path = join(directory, key);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

describe("the state", () => {
  const state = newState;

  it("is written if it still is what was read, and only then", async () => {
    const { states } = stores;
    expect(await states.read(target)).toBeNull();
    expect(await states.write(target, state("0"), "no such version")).toBeNull();
    const first = await states.write(target, state("1"), null);
    expect(await states.read(target)).toEqual({ value: state("1"), version: first });
    expect(await states.write(target, state("2"), null)).toBeNull();
    const second = await states.write(target, state("2"), first);
    expect(second).not.toBe(first);
    expect(await states.write(target, state("3"), first)).toBeNull();
    expect(await states.read(target)).toEqual({ value: state("2"), version: second });
    expect(everything()).toEqual(["orders", "orders/state.json"]);
  });

  it("has one winner, however many write at once", async () => {
    const { states } = stores;
    const version = await states.write(target, state("0"), null);
    const written = await Promise.all(
      Array.from({ length: 20 }, (_, n) => states.write(target, state(`${n + 1}`), version)),
    );
    expect(written.filter((it) => it !== null)).toHaveLength(1);
  });

  it.each(["", "{", "null", '{"format": 2}'])("that is no state is an error, and is kept: %j", async (content) => {
    const path = put(keys.state, content);
    await expect(stores.states.read(target)).rejects.toThrow(path);
    await expect(stores.states.read(target)).rejects.toMatchObject({
      code: "store-unavailable",
      message: expect.stringMatching(/is no state .*; restore it or delete it/),
    });
  });
});
