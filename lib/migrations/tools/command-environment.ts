/** What a tool's command is started with, so that it migrates the scratch database. */

import { isIP } from "node:net";
import { fileURLToPath } from "node:url";
import { certificateFile } from "../../postgres/tls.ts";
import { environment } from "../environment.ts";
import type { Scratch } from "../scratch.ts";

/** Most programs read one of these; a process of Node goes there whatever it reads. */
export function environmentOf(scratch: Scratch): NodeJS.ProcessEnv {
  const { host, port, database, user } = scratch.endpoint;
  const given = environment();
  return {
    ...given,
    DATABASE_URL: scratch.url,
    PGHOST: host,
    PGPORT: String(port),
    PGDATABASE: database,
    PGUSER: user,
    DRIFTWATCH_SCRATCH: JSON.stringify(scratchOf(scratch)),
    NODE_OPTIONS: [given.NODE_OPTIONS, `--require ${quoted(PRELOAD)}`].filter(Boolean).join(" "),
  };
}

const PRELOAD = fileURLToPath(new URL("../drivers/scratch_client.cjs", import.meta.url));

const quoted = (path: string): string => `"${path.replaceAll(/["\\\\]/g, String.raw`\$&`)}"`;

/** Authorities as files: the text of many is longer than a variable may be. */
function scratchOf({ endpoint, url }: Scratch): object {
  const { host, port, database, user, password, tls } = endpoint;
  const ca = tls.ca === undefined ? null : (new URL(url).searchParams.get("sslrootcert") ?? process.env.PGSSLROOTCERT);
  const authorities = fileURLToPath(certificateFile());
  const trust = { mode: tls.mode, ca, authorities, ...(isIP(host) === 0 && { servername: host }) };
  return { host, port, database, user, ...(password !== undefined && { password }), tls: trust };
}
