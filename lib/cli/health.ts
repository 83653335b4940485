/** `driftwatch health`: what is wrong with a database, drift or not. */

import { Option } from "commander";
import { nearest } from "../config/nearest.ts";
import { DriftwatchError } from "../core/errors.ts";
import { HEALTH_CHECKS } from "../core/health.ts";
import { atLeast, SEVERITIES, type Severity } from "../core/severity.ts";
import { majorOf, type Scope } from "../core/snapshot.ts";
import { examine, type Health } from "../engine/health.ts";
import { HEALTH } from "../kinds/health/registry.ts";
import { KINDS } from "../kinds/registry.ts";
import { endpointFrom } from "../postgres/client-config.ts";
import { openSession } from "../postgres/session.ts";
import { renderHealth } from "../report/health.ts";
import { renderJson } from "../report/json.ts";
import type { CliCommand } from "./command.ts";
import type { Console } from "./console.ts";
import { type Format, formatOption } from "./format.ts";
import type { Run } from "./main.ts";
import { withProgress } from "./progress.ts";
import { askedOf, refused, refuseUnmatched, type ScopeOptions, scopeOf, withScope } from "./scope.ts";
import { readLive } from "./source.ts";

interface HealthOptions extends ScopeOptions {
  readonly databaseUrl?: string;
  readonly off?: readonly string[];
  readonly failOn?: Severity;
  readonly format: Format;
}

export function addHealth(program: CliCommand, run: Run): void {
  const command = program
    .command("health")
    .summary("tell what is wrong with a database, drift or not")
    .description(
      "Looks for what wants somebody though nothing drifted: indexes that are not valid, constraints that were never " +
        "validated, sequences that run out, and more. Every check tells the same in its report.",
    )
    .option("--database-url <url>", "the database (default: DATABASE_URL, which keeps a password out of sight)")
    .option("--off <check>", `do not look for this: ${HEALTH_CHECKS.join(", ")}; may be repeated`, off)
    .addOption(new Option("--fail-on <severity>", "exit with 2 when something is as bad as this").choices(SEVERITIES))
    .addOption(formatOption());
  withScope(command)
    .examples("driftwatch health --database-url postgres://me@localhost/shop", "driftwatch health --fail-on high")
    .action((options: HealthOptions) => run((console) => health(options, console)));
}

function off(value: string, before: readonly string[] = []): string[] {
  if (!HEALTH_CHECKS.some((name) => name === value))
    throw refused("--off", value, nearest(value, HEALTH_CHECKS), `choose from ${HEALTH_CHECKS.join(", ")}`);
  return [...before, value];
}

async function health(options: HealthOptions, console: Console): Promise<number> {
  const url = options.databaseUrl ?? (console.env.DATABASE_URL || undefined);
  if (url === undefined)
    throw new DriftwatchError("bad-argument", "no database was named", "give --database-url, or set DATABASE_URL");
  const scope = scopeOf(askedOf(options));
  const seen = await withProgress(console, "Looking at the database", () => lookAt(url, scope, options.off ?? []));
  const { failOn } = options;
  await console.print(options.format === "json" ? renderJson(seen) : renderHealth(seen, console));
  return failOn && seen.health.some(({ severity }) => atLeast(severity, failOn)) ? 2 : 0;
}

/** What belongs to tools and to the platform is known only once everything has been read. */
async function lookAt(url: string, scope: Scope, off: readonly string[]): Promise<Health> {
  const snapshot = await readLive(url, scope);
  refuseUnmatched(scope, [snapshot]);
  const session = await openSession(endpointFrom(url));
  try {
    const { server, leftOut } = snapshot;
    const checks = HEALTH.filter(({ name }) => !off.includes(name));
    const context = { kinds: () => KINDS, server: { major: majorOf(server) }, scope, leftOut, unmoved: false };
    return await examine(session, checks, context);
  } finally {
    await session.close();
  }
}
