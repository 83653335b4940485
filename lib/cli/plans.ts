/** `driftwatch plans`: the plans of a directory, and which of them a database has had. */

import type { Plan } from "../core/plan.ts";
import type { Snapshot } from "../core/snapshot.ts";
import { fingerprintWithin } from "../engine/plan.ts";
import { KINDS } from "../kinds/registry.ts";
import { renderJson } from "../report/json.ts";
import { type PlanState, renderPlans, statesOf } from "../report/plans-text.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { type Format, formatOption } from "./format.ts";
import type { Run } from "./main.ts";
import { plansIn } from "./plan-directory.ts";
import { withProgress } from "./progress.ts";
import { readLive } from "./source.ts";

interface PlansOptions {
  readonly out: string;
  readonly databaseUrl?: string;
  readonly format: Format;
}

export function addPlans(program: CliCommand, run: Run): void {
  program
    .command("plans")
    .summary("list the plans of a directory")
    .description(
      "Lists the plans of a directory, the oldest first, and tells by looking at a database which of them are pending and which " +
        "have been applied. A plan whose files were changed by hand is refused.",
    )
    .requiredOption("--out <dir>", "the directory that plans are kept in")
    .option("--database-url <url>", "the database to look at (default: DATABASE_URL; without one, no state is told)")
    .addOption(formatOption())
    .examples(
      "driftwatch plans --out plans",
      "driftwatch plans --out plans --database-url postgres://me@localhost/shop",
    )
    .action((options: PlansOptions) => run((console) => plans(options, console)));
}

async function plans(options: PlansOptions, console: Console): Promise<number> {
  const url = options.databaseUrl ?? (console.env.DATABASE_URL || undefined);
  const found = await plansIn(options.out);
  const live = url === undefined ? null : await withProgress(console, "Reading the schema", () => printsOf(found, url));
  const states = live === null ? null : statesOf(found, live);
  const listed = found.map((plan) => ({ plan, state: states?.get(plan) ?? null }));
  const { colour, width } = console;
  await console.print(
    options.format === "json"
      ? renderJson({ format: 1, plans: listed.map(entry) })
      : renderPlans(listed, { colour, width }),
  );
  return 0;
}

const entry = ({ plan, state }: { readonly plan: Plan; readonly state: PlanState | null }) => {
  const { id, message, createdAt, database, risks, up, fingerprint } = plan;
  return { id, message, createdAt, database: database.name, risks, manual: up.manual.length, fingerprint, state };
};

/** The fingerprint of the database as each plan looked at it; those that looked alike share a reading. */
async function printsOf(found: readonly Plan[], url: string): Promise<(plan: Plan) => string> {
  const prints = new Map<string, string>();
  const snapshots = new Map<string, Snapshot>();
  for (const { id, looked } of found) {
    const scope = JSON.stringify(looked.scope);
    const snapshot = snapshots.get(scope) ?? (await readLive(url, looked.scope));
    snapshots.set(scope, snapshot);
    prints.set(id, fingerprintWithin(KINDS, snapshot, looked));
  }
  return ({ id }) => prints.get(id) ?? "";
}
