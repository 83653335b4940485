/** Looking at the health of a database, outside of any check. */

import { EVERYTHING, majorOf, type Scope } from "../../lib/core/snapshot.ts";
import { examine, type Health, type HealthContext } from "../../lib/engine/health.ts";
import { readServer } from "../../lib/engine/introspection/server.ts";
import { HEALTH } from "../../lib/kinds/health/registry.ts";
import { KINDS } from "../../lib/kinds/registry.ts";
import { endpointFrom } from "../../lib/postgres/client-config.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { counted } from "./monitoring.ts";

export interface HealthOf extends Partial<Pick<HealthContext, "leftOut" | "unmoved">> {
  readonly scope?: Partial<Scope>;
  /** Takes down every statement. */
  readonly statements?: string[];
}

export async function healthOf(url: string, { scope, statements = [], ...rest }: HealthOf = {}): Promise<Health> {
  const session = counted(await openSession(endpointFrom(url)), statements);
  try {
    const server = { major: majorOf(await readServer(session)) };
    const context = { kinds: () => KINDS, server, leftOut: [], unmoved: false, ...rest };
    return await examine(session, HEALTH, { ...context, scope: { ...EVERYTHING, ...scope } });
  } finally {
    await session.close();
  }
}

/** What one check found: `severity address`. */
export const foundBy = ({ health }: Health, check: string): string[] =>
  health.filter(({ code }) => code === `health.${check}`).map(({ severity, address }) => `${severity} ${address}`);
