/** Every case of this folder, on the server of the run. */

import { afterAll, beforeAll, describe, it } from "vitest";
import { DatabasePool } from "../support/database-pool.ts";
import { ensureRoles, ensureTablespace } from "../support/roles.ts";
import { caseNames, GOLDEN, readCase } from "./golden-case.ts";
import { playCase } from "./play.ts";

const pool = new DatabasePool();

beforeAll(async () => {
  await ensureRoles();
  await ensureTablespace();
});

afterAll(() => pool.close());

describe.concurrent("law 3: a mutation is found once, and its remediation brings the fingerprint back", () => {
  it.each(caseNames(GOLDEN, process.env.GOLDEN))("%s", (name) => playCase(readCase(GOLDEN, name), pool));
});
