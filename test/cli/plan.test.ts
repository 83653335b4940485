/** `driftwatch plan` and `driftwatch plans`: what is written, refused, listed, and that running it does what it says. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Plan, PlanIndex } from "../../lib/core/plan.ts";
import { fingerprint, packSnapshot, takeSnapshot } from "../../lib/index.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { checkedBy } from "../support/schema.ts";
import { runFile } from "../support/sql-file.ts";
import { driftwatch, expectRefusal } from "./driftwatch.ts";
import { DRIFT, REPAIR, SHOP } from "./shop.ts";

let live: FreshDatabase;
let folder: string;
let expected: string;
let out: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "driftwatch-plan-"));
  live = await freshDatabase();
  await live.sql(SHOP);
  expected = join(folder, "expected.json");
  writeFileSync(expected, packSnapshot(await takeSnapshot(live.url), expected));
});
beforeEach(() => {
  out = mkdtempSync(join(folder, "plans-"));
});
afterAll(async () => {
  await live.drop();
  rmSync(folder, { recursive: true });
});

/** Does the work on the drifted database, and mends that again. */
async function whileDrifted<T>(drift: string, repair: string, work: () => Promise<T>): Promise<T> {
  await live.sql(drift);
  try {
    return await work();
  } finally {
    await live.sql(repair);
  }
}

const planned = (...args: string[]) =>
  driftwatch(["plan", expected, live.url, "--message", "Zurück to: 43!", "--out", out, ...args]);
const files = () => readdirSync(out).sort();
const read = <T>(ending: string): T =>
  JSON.parse(readFileSync(join(out, files().find((name) => name.endsWith(ending)) ?? ""), "utf8")) as T;

describe("driftwatch plan", () => {
  it("is proved both ways where that is asked for, and keeps the proof", async () => {
    const { code, stdout, stderr } = await whileDrifted(DRIFT, REPAIR, () =>
      planned("--prove", "--scratch-url", live.url),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/the plan: proved: run on a scratch database/);
    const plan = read<Plan>(".plan.json");
    expect(checkedBy("docs/schemas/plan.v1.json")(plan)).toEqual([]);
    expect(plan.proof).toEqual({ up: { outcome: "proved" }, down: { outcome: "proved" } });
    expect(readFileSync(join(out, `${plan.id}.changelog.md`), "utf8")).toMatch(/## Proof\n\n- the plan: proved/);
  });

  it("that cannot be proved in full is written all the same, says what is left out, and is no success", async () => {
    const { code, stdout } = await whileDrifted(
      `${DRIFT}; CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false)`,
      `${REPAIR}; ALTER SUBSCRIPTION s SET (slot_name = NONE); DROP SUBSCRIPTION s`,
      () => planned("--prove", "--scratch-url", live.url, "--allow-danger"),
    );
    expect(code).toBe(3);
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(
      /the plan: proved: .* left out, since no statement builds it there: subscription s - the way back: proved but for its manual steps: .* subscription s: removed/,
    );
  });

  it("says so where there is nothing to do, and writes nothing", async () => {
    expect(await planned()).toEqual({ code: 0, stdout: "Nothing to do: actual is as expected.\n", stderr: "" });
    expect(files()).toEqual([]);
  });

  it("writes four files and an index, all valid and in agreement", async () => {
    const { code, stdout, stderr } = await whileDrifted(DRIFT, REPAIR, () => planned());
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const id = /\d{8}_\d{6}_zuruck_to_43/.exec(stdout)?.[0] ?? "";
    const names = ["changelog.md", "down.sql", "plan.json", "up.sql"].map((ending) => `${id}.${ending}`);
    expect(files()).toEqual([...names, "plans.json"]);
    for (const name of names) expect(stdout).toContain(join(out, name));
    const plan = read<Plan>(".plan.json");
    expect(checkedBy("docs/schemas/plan.v1.json")(plan)).toEqual([]);
    const index = read<PlanIndex>("plans.json");
    expect(checkedBy("docs/schemas/plans.v1.json")(index)).toEqual([]);
    expect(index.revisions).toEqual([
      expect.objectContaining({ id, message: "Zurück to: 43!", risks: plan.risks, digest: plan.digest }),
    ]);
    const up = readFileSync(join(out, `${id}.up.sql`), "utf8");
    const changelog = readFileSync(join(out, `${id}.changelog.md`), "utf8");
    expect(plan.up.steps).toHaveLength(2);
    for (const step of plan.up.steps) {
      expect(step.id).toMatch(/^[0-9a-f]{12}$/);
      expect(up).toContain(`: ${step.id}\n`);
      expect(up).toContain(`-- Risk: ${step.risk.toUpperCase()}`);
      expect(up).toContain(step.sql);
      expect(changelog).toContain(step.id);
      expect(stdout).toContain(step.id);
    }
  });

  it("can be run: up to the expected schema, down to where it was", async () => {
    const drift = `${DRIFT}; ALTER TABLE app.users ALTER email DROP NOT NULL; CREATE TABLE app.spare ("odd "" name" int)`;
    await whileDrifted(
      drift,
      `DROP TABLE IF EXISTS app.spare; ALTER TABLE app.users ALTER email SET NOT NULL; DROP INDEX IF EXISTS app.by_user; ${REPAIR}`,
      async () => {
        const before = fingerprint(await takeSnapshot(live.url));
        expect(await planned("--allow-danger")).toMatchObject({ code: 0 });
        const { id, fingerprint: prints } = read<Plan>(".plan.json");
        await runFile(live, join(out, `${id}.up.sql`));
        expect(await driftwatch(["diff", expected, live.url])).toMatchObject({ code: 0 });
        expect(fingerprint(await takeSnapshot(live.url))).toBe(prints.expected);
        await runFile(live, join(out, `${id}.down.sql`));
        expect(fingerprint(await takeSnapshot(live.url))).toBe(before);
        expect(before).toBe(prints.actual);
      },
    );
  });

  it("refuses what is DANGER unless that is allowed, and names it", async () => {
    await whileDrifted("ALTER TABLE app.users ADD hotfix text", "ALTER TABLE app.users DROP hotfix", async () => {
      expectRefusal(await planned(), /the plan has 1 DANGER step: [0-9a-f]{12} .*hotfix.*--allow-danger/);
      expect(files()).toEqual([]);
      expect(await planned("--allow-danger")).toMatchObject({ code: 0 });
      expect(read<Plan>(".plan.json").risks).toEqual({ safe: 0, caution: 0, danger: 1 });
    });
  });

  it("prints everything and writes nothing on a dry run", async () => {
    const run = () => driftwatch(["plan", expected, live.url, "--dry-run"]);
    const { code, stdout, stderr } = await whileDrifted(
      "ALTER TABLE app.users ADD hotfix text",
      "ALTER TABLE app.users DROP hotfix",
      run,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/DANGER.*\nBEGIN;\n.*DROP COLUMN "hotfix".*\nCOMMIT;.*\nDown\n.*ADD COLUMN "hotfix" text/s);
    expect(stderr).toMatch(/DANGER step.*--allow-danger/);
    expect(files()).toEqual([]);
  });

  it("gives the plan as JSON", async () => {
    const { code, stdout } = await whileDrifted(DRIFT, REPAIR, () => planned("--format", "json"));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(read<Plan>(".plan.json"));
  });

  it("leaves alone what rules hide", async () => {
    const rules = join(out, "rules.json");
    writeFileSync(rules, JSON.stringify([{ kind: "index", reason: "built by hand" }]));
    await whileDrifted(DRIFT, REPAIR, () => planned("--ignore-file", rules));
    expect(read<Plan>(".plan.json").up.steps.map(({ address }) => address)).toEqual(["policy:app.orders.own"]);
  });

  it("says in one line what it lacks", async () => {
    expectRefusal(await driftwatch(["plan", expected, live.url]), /plan needs --message/);
    expectRefusal(await driftwatch(["plan", expected, live.url, "--message", "x"]), /plan needs --out/);
    expectRefusal(
      await driftwatch(["plan", expected, live.url, "--message", "!?", "--out", out]),
      /no letter or digit/,
    );
  });

  it("writes all of its files or none", async () => {
    await whileDrifted(DRIFT, REPAIR, async () => {
      writeFileSync(join(out, "plans.json"), "not an index");
      expectRefusal(await planned(), /is no index of plans/);
      expect(files()).toEqual(["plans.json"]);
    });
  });
});

describe("driftwatch plans", () => {
  const listed = async (...args: string[]) => {
    const outcome = await driftwatch(["plans", "--out", out, "--format", "json", ...args]);
    expect(outcome).toMatchObject({ code: 0, stderr: "" });
    return (JSON.parse(outcome.stdout) as { plans: { id: string; state: string | null }[] }).plans;
  };

  it("tells by looking which are pending and which applied", async () => {
    await whileDrifted(DRIFT, `DROP INDEX IF EXISTS app.by_user; ${REPAIR}`, async () => {
      await planned();
      expect(await listed()).toMatchObject([{ state: null }]);
      expect(await listed("--database-url", live.url)).toMatchObject([{ state: "pending" }]);
      await runFile(live, join(out, files().find((name) => name.endsWith(".up.sql")) ?? ""));
      expect(await listed("--database-url", live.url)).toMatchObject([{ state: "applied" }]);
      await live.sql("CREATE TABLE app.another (id int)");
      expect(await listed("--database-url", live.url)).toMatchObject([{ state: "elsewhere" }]);
      const { stdout } = await driftwatch(["plans", "--out", out, "--database-url", live.url]);
      expect(stdout.replace(/\s+/g, " ")).toMatch(
        /^\[\?\] \d{8}_\d{6}_zuruck_to_43 Zurück to: 43! .*neither as before this plan nor as after/,
      );
      await live.sql("DROP TABLE app.another");
    });
  });

  it("counts as applied what a later plan, applied, began with", async () => {
    const other = join(folder, "other.json");
    await whileDrifted("CREATE TABLE app.next (id int)", "DROP TABLE app.next", async () => {
      writeFileSync(other, packSnapshot(await takeSnapshot(live.url), other));
    });
    await whileDrifted(DRIFT, REPAIR, () => planned());
    await driftwatch(["plan", other, live.url, "--message", "zz next", "--out", out]);
    expect(await listed("--database-url", live.url)).toMatchObject([{ state: "applied" }, { state: "pending" }]);
    await whileDrifted("CREATE TABLE app.next (id int)", "DROP TABLE app.next", async () => {
      expect(await listed("--database-url", live.url)).toMatchObject([{ state: "applied" }, { state: "applied" }]);
    });
  });

  it.each([".up.sql", ".down.sql", ".changelog.md", ".plan.json", "plans.json"])(
    "refuses a plan whose %s was changed by hand",
    async (ending) => {
      await whileDrifted(DRIFT, REPAIR, () => planned());
      const path = join(out, files().find((name) => name.endsWith(ending)) ?? "");
      const text = readFileSync(path, "utf8");
      const edited = text.replace(/(?<="sql": ".*|CREATE INDEX "|"digest": ")\w/, (letter) =>
        letter === "x" ? "y" : "x",
      );
      writeFileSync(path, edited === text ? `${text}\n` : edited);
      expectRefusal(await driftwatch(["plans", "--out", out]), /was changed by hand|says something else/);
      rmSync(path);
      expectRefusal(await driftwatch(["plans", "--out", out]), /is gone|is not in plans.json/);
    },
  );

  it("has nothing to list where no plan was made", async () => {
    expect(await driftwatch(["plans", "--out", out])).toEqual({ code: 0, stdout: "No plans.\n", stderr: "" });
    expectRefusal(await driftwatch(["plans", "--out", join(out, "nowhere")]), /there is no directory/);
  });
});

describe("driftwatch graph", () => {
  it("draws the steps of the same plan", async () => {
    await whileDrifted(DRIFT, REPAIR, async () => {
      const { stdout } = await driftwatch(["plan", expected, live.url, "--dry-run", "--format", "json"]);
      const { steps } = (JSON.parse(stdout) as Plan).up;
      for (const format of ["ascii", "dot", "mermaid", "svg"]) {
        const drawn = await driftwatch(["graph", expected, live.url, "--format", format]);
        expect(drawn).toMatchObject({ code: 0, stderr: "" });
        for (const { id, risk } of steps) expect(drawn.stdout).toMatch(new RegExp(`${risk.toUpperCase()}.*${id}`));
      }
    });
    expect(await driftwatch(["graph", expected, live.url])).toMatchObject({
      ...{ code: 0, stdout: "", stderr: "driftwatch: nothing to do: actual is as expected\n" },
    });
  });
});
