/** The advisory locks of migration tools, told from those of applications. */

import { describe, expect, it } from "vitest";
import { toolOf } from "../../lib/monitor/migration-locks.ts";

const lock = (id: bigint) => ({
  classid: Number(BigInt.asUintN(32, id >> 32n)),
  objid: Number(BigInt.asUintN(32, id)),
});

describe("an advisory lock", () => {
  it.each([
    // As the tools compute them, for a database that is called mydb.
    ["Flyway", 77433833903597n],
    ["Flyway", 77431708279161n - 2147483648n],
    ["Prisma", 72707369n],
    ["Rails", 586353752304064290n],
    ["sqlx", 293176876009260204n],
    ["golang-migrate", 2103762914n],
    ["node-pg-migrate", 7241865325823964n],
    ["graphile-migrate", 4727445306447283n],
    ["goose", 4097083626n],
    ["goose", 5887940537704921958n],
  ])("of %s is known as such", (tool, id) => {
    expect(toolOf(lock(id), "mydb")).toBe(tool);
  });

  it("of Rails is known under another name, too", () => {
    expect(toolOf(lock(6450490716058031055n), "tl_rails")).toBe("Rails");
  });

  it.each([0n, 1n, 42n, -1n, 72707370n, 586353752304064291n, 77431708279161n + 2147483648n, 9223372036854775807n])(
    "%d is an application's own",
    (id) => {
      expect(toolOf(lock(id), "mydb")).toBeNull();
    },
  );

  it("that is computed from the name of another database is none of this one", () => {
    expect(toolOf(lock(586353752304064290n), "otherdb")).toBeNull();
  });
});
