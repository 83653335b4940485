/** `driftwatch render`: a whole schema as the SQL that builds it. */

import { fingerprint } from "../core/fingerprint.ts";
import { majorOf } from "../core/snapshot.ts";
import { KINDS } from "../kinds/registry.ts";
import { buildScript } from "../proof/build.ts";
import { renderSchemaSql } from "../report/schema-sql.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { outOption, resultTo } from "./format.ts";
import type { Run } from "./main.ts";
import { withProgress } from "./progress.ts";
import { askedOf, type ScopeOptions, scopeOf, withScope } from "./scope.ts";
import { readSource, SOURCE_HELP } from "./source.ts";
import { sayUnseen } from "./unseen.ts";

interface RenderOptions extends ScopeOptions {
  readonly out?: string;
}

export function addRender(program: CliCommand, run: Run): void {
  const command = program
    .command("render")
    .summary("print a schema as the SQL that builds it")
    .description(
      "Prints a whole schema as SQL, in an order in which it runs in a new, empty database. What no statement can build " +
        "is said in comments, and on stderr. Roles are named and not made, unless --cluster asks for them.",
    )
    .argument("<source>", SOURCE_HELP)
    .addOption(outOption());
  withScope(command)
    .examples("driftwatch render expected.json", "driftwatch render db/migrations --out schema.sql")
    .action((source: string, options: RenderOptions) => run((console) => render(source, options, console)));
}

async function render(source: string, options: RenderOptions, console: Console): Promise<number> {
  const to = resultTo(options.out, console);
  const snapshot = await withProgress(console, "Reading the schema", (tell) =>
    readSource(source, scopeOf(askedOf(options)), tell),
  );
  const script = buildScript(KINDS, snapshot);
  const { database } = snapshot.server;
  const head = { database, major: majorOf(snapshot.server), fingerprint: fingerprint(snapshot) };
  await to.write(Buffer.from(renderSchemaSql(script, head)));
  for (const { address, reason } of script.manual) await console.say(`not in the SQL: ${address}: ${reason}`);
  const unseen = await sayUnseen(console, snapshot);
  return script.manual.length > 0 ? 3 : unseen;
}
