/** An endpoint from what callers of the library hold: a URL, or the configuration of a `pg` client. */

import type pg from "pg";
import { DriftwatchError } from "../core/errors.ts";
import { type Endpoint, parseDatabaseUrl } from "./endpoint.ts";

/**
 * The endpoint of a `postgres://` URL or of a `pg.ClientConfig`. As in a URL, a host elsewhere is verified unless
 * `ssl` is `false`.
 * @throws DriftwatchError `bad-argument`
 */
export function endpointFrom(database: string | pg.ClientConfig): Endpoint {
  if (typeof database === "string") return parseDatabaseUrl(database);
  const { connectionString, host, port, user, password, ssl } = database;
  if (typeof password === "function") throw refusal("a password that is a function", "pass the password itself");
  const base = parseDatabaseUrl(connectionString ?? urlOf(host));
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

function tlsFrom(ssl: NonNullable<pg.ClientConfig["ssl"]>): Endpoint["tls"] {
  if (ssl === false) return { mode: "disable" };
  if (ssl === true) return { mode: "verify-full" };
  if (ssl.rejectUnauthorized === false)
    throw refusal(
      "ssl.rejectUnauthorized is false",
      "give the authority in ssl.ca, or set ssl to false for no TLS at all",
    );
  const authorities = [ssl.ca ?? []].flat().map(String).join("\n");
  return { mode: "verify-full", ...(authorities === "" ? {} : { ca: authorities }) };
}

const refusal = (got: string, remedy: string): DriftwatchError => new DriftwatchError("bad-argument", got, remedy);
