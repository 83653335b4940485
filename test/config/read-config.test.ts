import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { configPath, readConfig } from "../../lib/config/read-config.ts";

const directory = mkdtempSync(join(tmpdir(), "driftwatch-config-"));
afterAll(() => rmSync(directory, { recursive: true }));

describe("readConfig", () => {
  it("reads the example in the repository", () => {
    expect(readConfig("driftwatch.config.json").databases.map(({ id }) => id)).toEqual(["orders"]);
  });

  it("remembers where the file lies", () => {
    const path = join(directory, "driftwatch.config.json");
    writeFileSync(path, JSON.stringify({ databases: [{ id: "a", secret: "b" }] }));
    expect(readConfig(path)).toMatchObject({ path, directory });
  });

  it.each(["nowhere.json", "."])("tells that %s cannot be read", (name) => {
    expect(() => readConfig(join(directory, name))).toThrow(
      /^no config could be read from .* \((ENOENT|EISDIR)\); create the file/,
    );
  });
});

describe("configPath", () => {
  it.each([
    ["given.json", { DRIFTWATCH_CONFIG: "env.json" }, "given.json"],
    [undefined, { DRIFTWATCH_CONFIG: "env.json" }, "env.json"],
    [undefined, {}, "driftwatch.config.json"],
  ])("%s, %j → %s", (given, env, expected) => expect(configPath(given, env)).toBe(expected));
});
