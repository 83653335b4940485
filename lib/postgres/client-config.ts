/** An endpoint from what callers of the library hold: a URL, or the configuration of a `pg` client. */

import { DriftwatchError } from "../core/errors.ts";
import { type Endpoint, parseDatabaseUrl } from "./endpoint.ts";

/**
 * What is taken of the configuration of a `pg` client, by a type of our own: who reads ours need not have the types of `pg`.
 * What is not given is taken from the environment, as `pg` does.
 */
export interface DatabaseConfig {
  readonly connectionString?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly database?: string | undefined;
  readonly user?: string | undefined;
  /** The password itself: one that a function gives is refused. */
  readonly password?: string | (() => string | Promise<string>) | undefined;
  readonly ssl?: boolean | TlsConfig | undefined;
}

export interface TlsConfig {
  /** False is refused: it would let anyone in between read along. */
  readonly rejectUnauthorized?: boolean | undefined;
  /** The authorities to trust, as PEM. */
  readonly ca?: string | Uint8Array | (string | Uint8Array)[] | undefined;
}

/**
 * The endpoint of a `postgres://` URL or of what a `pg` client is configured with. As in a URL, a host elsewhere is verified
 * unless `ssl` is `false`.
 * @throws DriftwatchError `bad-argument`
 */
export function endpointFrom(database: string | DatabaseConfig): Endpoint {
  if (typeof database === "string") return parseDatabaseUrl(database);
  if (typeof database !== "object" || database === null)
    throw refusal(`a database that is ${database}`, "pass a postgres:// URL, or what new pg.Client() takes");
  const { connectionString, host, port, user, password, ssl } = database;
  if (typeof password === "function") throw refusal("a password that is a function", "pass the password itself");
  const base = parseDatabaseUrl(connectionString ?? urlOf(host), { ...process.env, ...(user && { PGUSER: user }) });
  const given = password ?? base.password;
  return {
    host: host ?? base.host,
    port: port ?? base.port,
    database: database.database ?? base.database,
    user: user ?? base.user,
    ...(given === undefined ? {} : { password: given }),
    tls: ssl === undefined ? base.tls : tlsFrom(ssl),
  };
}

/** A URL with nothing but the host: it decides on TLS, and the environment fills in the rest. */
const urlOf = (host: string | undefined): string =>
  host === undefined ? "postgres://" : `postgres:///?host=${encodeURIComponent(host)}`;

function tlsFrom(ssl: boolean | TlsConfig): Endpoint["tls"] {
  if (ssl === false) return { mode: "disable" };
  if (ssl === true) return { mode: "verify-full" };
  if (ssl.rejectUnauthorized === false)
    throw refusal(
      "ssl.rejectUnauthorized is false",
      "give the authority in ssl.ca, or set ssl to false for no TLS at all",
    );
  const authorities = [ssl.ca ?? []].flat().map(pem).join("\n");
  return { mode: "verify-full", ...(authorities === "" ? {} : { ca: authorities }) };
}

const pem = (authority: string | Uint8Array): string =>
  typeof authority === "string" ? authority : Buffer.from(authority).toString("utf8");

const refusal = (got: string, remedy: string): DriftwatchError => new DriftwatchError("bad-argument", got, remedy);
