/** The lock between processes, and what it is for: no write of the state is ever lost. */

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newState } from "../../lib/core/target-state.ts";
import { directoryStores } from "../../lib/local/directory.ts";
import { withLock } from "../../lib/local/lock.ts";
import { onFileCalls } from "../faults/file-calls.ts";
import { aTarget } from "../support/target.ts";

let directory: string;
let lock: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "driftwatch-lock-"));
  lock = join(directory, "state.json.lock");
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The id of a process that has ended. */
async function ended(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "exit");
  return child.pid!;
}

describe("a lock", () => {
  it("is there during the work and gone after it, even if that fails", async () => {
    expect(await withLock(lock, () => readFileSync(lock, "utf8"))).toBe(`${process.pid} ${hostname()}`);
    expect(existsSync(lock)).toBe(false);
    const failing = withLock(lock, () => {
      throw new Error("the work's own");
    });
    await expect(failing).rejects.toThrow("the work's own");
    expect(existsSync(lock)).toBe(false);
  });

  it("is waited for", async () => {
    writeFileSync(lock, `${process.ppid} ${hostname()}`);
    setTimeout(() => rmSync(lock), 100);
    expect(await withLock(lock, () => "done")).toBe("done");
  });

  it("of a process that died is broken", async () => {
    writeFileSync(lock, `${await ended()} ${hostname()}`);
    expect(await withLock(lock, () => "done")).toBe("done");
    expect(readdirSync(directory)).toEqual([]);
  });

  it("that could not be removed is taken again by the process whose it is", async () => {
    const mend = onFileCalls(directory, ({ name }) => {
      if (name === "rmSync") throw Object.assign(new Error("EROFS"), { code: "EROFS" });
    });
    expect(await withLock(lock, () => "done")).toBe("done");
    mend();
    expect(existsSync(lock)).toBe(true);
    expect(await withLock(lock, () => "again", 100)).toBe("again");
    expect(existsSync(lock)).toBe(false);
  });

  it("is whole or not there: who finds the disk full leaves none behind", async () => {
    const mend = onFileCalls(directory, ({ name, half }) => {
      if (name !== "writeFileSync") return;
      half();
      throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
    });
    await expect(withLock(lock, () => "done")).rejects.toMatchObject({ code: "store-unavailable" });
    mend();
    expect(readdirSync(directory)).toEqual([]);
  });

  it.each([
    ["lives", () => `${process.ppid} ${hostname()}`],
    ["runs on another machine", () => "1 elsewhere"],
    ["nobody knows", () => ""],
  ])("whose owner %s is respected, and named in the end", async (_what, content) => {
    writeFileSync(lock, content());
    await expect(withLock(lock, () => "done", 100)).rejects.toMatchObject({
      code: "store-unavailable",
      message: `${lock} has been there for more than 0.1 s; if no other check is running, delete it (and ${lock}.break, if there is one)`,
    });
    expect(readFileSync(lock, "utf8")).toBe(content());
  });

  it("that is being broken by another process is not broken twice", async () => {
    writeFileSync(lock, `${await ended()} ${hostname()}`);
    writeFileSync(`${lock}.break`, `${process.ppid} ${hostname()}`);
    await expect(withLock(lock, () => "done", 100)).rejects.toMatchObject({ code: "store-unavailable" });
    expect(existsSync(lock)).toBe(true);
  });
});

describe("processes that write the state at once", () => {
  it("lose no write, though one of them left an abandoned lock behind", async () => {
    const { states } = directoryStores(directory);
    const target = aTarget();
    const path = join(directory, "orders/state.json.lock");
    await states.write(target, newState("2000-01-01T00:00:00.000Z"), null);
    writeFileSync(path, `${await ended()} ${hostname()}`);
    const [processes, times] = [4, 50];
    const run = () =>
      promisify(execFile)(process.execPath, ["--import", "tsx", "test/support/state-writer.ts", directory, `${times}`]);
    await Promise.all(Array.from({ length: processes }, run));
    expect((await states.read(target))?.value.checkedAt).toBe(
      new Date(Date.UTC(2000, 0) + processes * times).toISOString(),
    );
    expect(readdirSync(join(directory, "orders"))).toEqual(["state.json"]);
  });
});
