/** One connection to one database: verified, bounded in time, and with nothing in its startup packet. */

import pg from "pg";
import { DriftwatchError } from "../core/errors.ts";
import { describeEndpoint, type Endpoint, isSocket } from "./endpoint.ts";
import { errorFrom } from "./failure.ts";
import { containGarbled } from "./garbled.ts";
import { tlsOptions } from "./tls.ts";

export interface ConnectOptions {
  /** From the first packet to a session that is ready: 8,000 by default. */
  readonly connectionTimeoutMillis?: number;
  /** The AWS region whose RDS authorities to trust; by default the one this process runs in. */
  readonly region?: string;
}

/**
 * `pg` would add `options` and time limits from its configuration and from PGOPTIONS; RDS Proxy and PgBouncer reject
 * both. `application_name` they know and keep.
 */
export class PlainClient extends pg.Client {
  /** Of the database, as the server names it when it lets us in. */
  encoding = "UTF8";

  constructor(config: pg.ClientConfig) {
    super(config);
    this.connection.on("parameterStatus", ({ parameterName, parameterValue }: ParameterStatus) => {
      if (parameterName === "server_encoding") this.encoding = parameterValue;
    });
  }

  getStartupConf(): Readonly<Record<string, string | undefined>> {
    return { user: this.user, database: this.database, application_name: "driftwatch" };
  }
}

interface ParameterStatus {
  readonly parameterName: string;
  readonly parameterValue: string;
}

/** Connects, or throws a `DriftwatchError` that says in one line what to do. */
export async function connect(endpoint: Endpoint, options: ConnectOptions = {}): Promise<PlainClient> {
  const client = clientFor(endpoint, options);
  containGarbled(client);
  // A connection may be lost while no query runs. The next query reports it; without a listener the process would die.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (cause) {
    void client.end().catch(() => undefined);
    throw errorFrom(cause, endpoint);
  }
}

function clientFor(endpoint: Endpoint, options: ConnectOptions): PlainClient {
  const { host, port, database, user, tls } = endpoint;
  const trust = { ca: tls.ca, region: options.region ?? process.env.AWS_REGION };
  return new PlainClient({
    host,
    port,
    database,
    user,
    // A function, so that neither PGPASSWORD nor ~/.pgpass steps in: where a password comes from is decided earlier.
    password: () => passwordOf(endpoint),
    // An object, never `sslmode`: that word means different things from one release of `pg` to the next.
    ssl: isSocket(host) ? false : tlsOptions(tls.mode, host, trust),
    sslnegotiation: "postgres",
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: options.connectionTimeoutMillis ?? 8_000,
  });
}

/** Called only when the server asks for a password. */
function passwordOf(endpoint: Endpoint): string {
  if (endpoint.password) return endpoint.password;
  throw new DriftwatchError(
    "credentials-missing",
    `${describeEndpoint(endpoint)} asks for the password of ${endpoint.user}, and none was given`,
    "set PGPASSWORD, or name a secret that holds it",
  );
}
