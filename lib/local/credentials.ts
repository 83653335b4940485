/** Credentials from the environment: a variable per database holds its `postgres://` URL. */

import { readFileSync } from "node:fs";
import { databaseUrlVariable } from "../config/environment.ts";
import type { Target } from "../config/target.ts";
import { DriftwatchError } from "../core/errors.ts";
import type { CredentialsSource, Login } from "../monitor/ports.ts";
import { type Endpoint, parseDatabaseUrl } from "../postgres/endpoint.ts";
import { codeOf } from "./files.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the variable the target names; `DRIFTWATCH_URL_<ID>` when it names none. */
export const environmentCredentials = (env: Environment = process.env): CredentialsSource => ({
  async read(target) {
    const endpoint = endpointOf(target, env);
    return { ...endpoint, tls: tlsOf(target, endpoint) };
  },
});

/** The variable that holds the URL of a target. */
export const urlVariableOf = ({ id, urlFromEnv }: Pick<Target, "id" | "urlFromEnv">): string =>
  urlFromEnv ?? databaseUrlVariable(id);

function endpointOf(target: Target, env: Environment): Endpoint {
  const variable = urlVariableOf(target);
  const url = env[variable];
  if (!url?.trim()) {
    throw new DriftwatchError(
      "credentials-missing",
      `environment variable ${variable} is not set`,
      `set it to the URL of database ${target.id}: postgres://user:password@host:5432/database`,
    );
  }
  try {
    return parseDatabaseUrl(url, env);
  } catch (error) {
    if (!(error instanceof DriftwatchError)) throw error;
    const problem = error.message.slice(0, -`; ${error.remedy}`.length);
    throw new DriftwatchError(error.code, `${variable}: ${problem}`, error.remedy);
  }
}

/** What the URL says, unless the target is explicit: `disable`, or an authority of its own. */
function tlsOf({ tls }: Target, endpoint: Endpoint): Login["tls"] {
  if (tls.mode === "disable") return { mode: "disable" };
  const ca = tls.ca ?? (tls.caFile === undefined ? undefined : certificatesIn(tls.caFile));
  return ca === undefined ? endpoint.tls : { mode: "verify-full", ca };
}

/** The PEM text in the file that a target's `tls.caFile` names. */
export function certificatesIn(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new DriftwatchError(
      "bad-argument",
      `the CA file ${path} cannot be read (${codeOf(cause)})`,
      "correct tls.ca in the config",
      { cause },
    );
  }
}
