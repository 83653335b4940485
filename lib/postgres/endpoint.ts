/** Where a database is and how to get in: read from a connection URL once, typed after. */

import { readFileSync } from "node:fs";
import { isIPv4 } from "node:net";
import { DriftwatchError } from "../core/errors.ts";
import type { TlsMode } from "./tls.ts";

export interface Endpoint {
  /** A host name, an address, or the directory of a unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  /** The password is a token of IAM. */
  readonly iam?: true;
  readonly tls: {
    readonly mode: TlsMode;
    /** PEM text of the authorities to trust instead of the default ones. */
    readonly ca?: string;
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** An endpoint as people may see it: `orders on db.example.com:5432`. */
export const describeEndpoint = ({ database, host, port }: Endpoint): string =>
  `${database} on ${isSocket(host) ? host : `${host.includes(":") ? `[${host}]` : host}:${port}`}`;

/** Whether the host is the directory of a unix socket. */
export const isSocket = (host: string): boolean => host.startsWith("/");

/**
 * Reads a `postgres://` URL the way libpq does, but for TLS: a host elsewhere is always verified unless the URL says
 * `sslmode=disable`. No error tells any part of the URL: what looks like a host may be half a password. Parameters
 * that would travel in the startup packet (`options`, `statement_timeout`) are ignored: poolers refuse them.
 */
export function parseDatabaseUrl(text: string, env: Environment = process.env): Endpoint {
  const url = urlOf(text.trim());
  const parameter = (name: string): string | undefined => url.searchParams.get(name) || undefined;
  const host = parameter("host") ?? (decoded(url.hostname).replace(/^\[(.*)\]$/, "$1") || env.PGHOST || "localhost");
  const user = parameter("user") ?? (decoded(url.username) || env.PGUSER || env.USER || env.USERNAME);
  if (host.includes(",")) throw refusal("names several hosts", "name the one to read");
  if (user === undefined) throw refusal("names no user", "write it as postgres://user@host/database, or set PGUSER");
  const password = parameter("password") ?? (decoded(url.password) || env.PGPASSWORD);
  return {
    host,
    port: portOf(parameter("port") ?? (url.port || env.PGPORT || "5432")),
    database: parameter("dbname") ?? (decoded(url.pathname.slice(1)) || env.PGDATABASE || user),
    user,
    ...(password && { password }),
    tls: tlsOf(host, parameter("sslmode"), parameter("sslrootcert"), env),
  };
}

function urlOf(text: string): URL {
  if (!/^postgres(ql)?:\/\//i.test(text)) {
    throw refusal("does not begin with postgres://", "write it as postgres://user@host:5432/database");
  }
  const [, scheme = "", authority = "", rest = ""] = /^([a-z]+:\/\/)([^/?#]*)(.*)$/is.exec(text) ?? [];
  // A raw `/`, `?` or `#` in a password ends the host too early, and the rest of the password would pass for a name.
  if (/[@#]/.test(rest)) {
    throw refusal("has a character that must be percent-encoded", "write / as %2F, ? as %3F, # as %23 and @ as %40");
  }
  try {
    // WHATWG URLs know no user without a host, which libpq allows (`postgres://user@/database?host=/tmp`).
    return new URL(authority.endsWith("@") ? `${scheme}${authority}localhost${rest}` : text);
  } catch {
    // The cause is dropped on purpose: Node puts the whole URL into it.
    throw refusal("cannot be read", "percent-encode special characters, and give one host and a numeric port");
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refusal("has a % that begins no escape", "write a literal % as %25");
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw refusal("has a port that is no number from 1 to 65535", "give the port the server listens on");
}

const ASKS_FOR_TLS = ["require", "verify-ca", "verify-full"];
const LEAVES_IT_OPEN = ["allow", "prefer"];

function tlsOf(
  host: string,
  sslmode: string | undefined,
  rootCert: string | undefined,
  env: Environment,
): Endpoint["tls"] {
  if (sslmode === "no-verify") {
    throw refusal("says sslmode=no-verify, which anyone in between can read", "give the server's CA as sslrootcert");
  }
  if (sslmode !== undefined && ![...ASKS_FOR_TLS, ...LEAVES_IT_OPEN, "disable"].includes(sslmode)) {
    throw refusal("has an unknown sslmode", "use verify-full or disable");
  }
  const asked = ASKS_FOR_TLS.includes(sslmode ?? "") || rootCert !== undefined;
  // The server speaks no TLS on a unix socket, and libpq ignores sslmode there too.
  if (sslmode === "disable" || isSocket(host) || (isLoopback(host) && !asked)) return { mode: "disable" };
  const file = rootCert ?? env.PGSSLROOTCERT;
  // `system` is libpq's word for the authorities of the operating system; Node's roots stand in for them.
  return { mode: "verify-full", ...(file && file !== "system" && { ca: caFrom(file) }) };
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));

function caFrom(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new DriftwatchError("bad-argument", `the CA file ${path} cannot be read`, "name a readable PEM file", {
      cause,
    });
  }
}

const refusal = (problem: string, remedy: string): DriftwatchError =>
  new DriftwatchError("bad-argument", `the database URL ${problem}`, remedy);
