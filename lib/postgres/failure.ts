/** What went wrong between us and a server, in words a person can act on. */

import { DriftwatchError, type ErrorCode, oneLine } from "../core/errors.ts";
import { ident } from "../core/sql.ts";
import { describeEndpoint, type Endpoint, isSocket } from "./endpoint.ts";
import { GARBLED } from "./garbled.ts";

interface Explanation {
  readonly code: ErrorCode;
  readonly got: string;
  readonly remedy: string;
}

/** The `DriftwatchError` for anything `pg`, Node's network or TLS threw; one that is already such an error is kept. */
export function errorFrom(cause: unknown, endpoint: Endpoint): DriftwatchError {
  if (cause instanceof DriftwatchError) return cause;
  const { code, got, remedy } = explain(codeOf(cause), cause, endpoint);
  return new DriftwatchError(code, got, remedy, { cause });
}

const explain = (code: string, cause: unknown, endpoint: Endpoint): Explanation =>
  fromServer(code, cause, endpoint) ?? fromTls(code, cause, endpoint) ?? fromNetwork(code, cause, endpoint);

/** SQLSTATE or Node error code. */
function codeOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : "";
}

const isSqlstate = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code) && /[0-9]/.test(code);

function fromServer(sqlstate: string, cause: unknown, endpoint: Endpoint): Explanation | undefined {
  if (!isSqlstate(sqlstate)) return undefined;
  const where = describeEndpoint(endpoint);
  const said = `${where}: ${oneLine(cause)}`;
  switch (sqlstate) {
    case "28P01":
      return { code: "password-rejected", got: said, remedy: passwordRemedy(endpoint) };
    case "28000":
      return { code: "password-rejected", got: said, remedy: authorizationRemedy(oneLine(cause), endpoint) };
    case "3D000":
      return { code: "database-unknown", got: said, remedy: "check the database name" };
    case "53300":
      return refused(said, "free a connection, or raise max_connections or the role's connection limit");
    case "57P03":
      return refused(said, "try again when the server has started; a replica takes nobody while hot_standby is off");
    case "55000":
      return refused(said, `ALTER DATABASE ${ident(endpoint.database)} ALLOW_CONNECTIONS true, if it is to be used`);
    case "57P01":
      return refused(said, "try again: an administrator ended the connection or the server is restarting");
    case "42501":
      return refused(said, `GRANT CONNECT ON DATABASE ${ident(endpoint.database)} TO ${ident(endpoint.user)}`);
    default:
      return refused(`${said} (SQLSTATE ${sqlstate})`, "see the server's log");
  }
}

const refused = (got: string, remedy: string): Explanation => ({ code: "database-refused", got, remedy });

/** The server says the same of a wrong password, an expired one and an unknown role; only its log knows. */
const passwordRemedy = ({ user, iam }: Endpoint): string =>
  iam
    ? iamRemedy(user)
    : `check the password of ${user}, and that the role is there and its password has not expired (VALID UNTIL)`;

/** RDS says nothing of why it refuses a token. */
const iamRemedy = (user: string): string =>
  `GRANT rds_iam TO ${ident(user)}, allow rds-db:connect as ${user} on this resource id to whoever checks, and see that IAM ` +
  "authentication is on at the database";

/**
 * 28000 covers a role that is unknown or has no LOGIN and a missing line in pg_hba.conf, which may ask for TLS (RDS with
 * rds.force_ssl). What the server says is in the language of its administrator.
 */
function authorizationRemedy(said: string, { tls, host, user, iam }: Endpoint): string {
  if (said.endsWith("is not permitted to log in")) return `ALTER ROLE ${ident(user)} LOGIN`;
  if (/^role .* does not exist$/.test(said)) return `check the user name, or CREATE ROLE ${ident(user)} LOGIN`;
  if (iam) return iamRemedy(user);
  const unencrypted = tls.mode === "disable" && !isSocket(host);
  return unencrypted
    ? "the server may accept encrypted connections only: use sslmode=verify-full; else check the user and pg_hba.conf"
    : "check the user name, that it may LOGIN, and the server's pg_hba.conf";
}

const NO_TLS = "The server does not support SSL connections";
/** PostgreSQL answers with one letter, or with an error of its own. */
const NO_ANSWER_TO_TLS = "There was an error establishing an SSL connection";
const NO_POSTGRES = "check that host and port are those of a PostgreSQL server";

const UNTRUSTED = new Set([
  "CERT_CHAIN_TOO_LONG",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REJECTED",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "HOSTNAME_MISMATCH",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

function fromTls(code: string, cause: unknown, endpoint: Endpoint): Explanation | undefined {
  const where = describeEndpoint(endpoint);
  const message = oneLine(cause);
  if (UNTRUSTED.has(code)) {
    return { code: "tls-untrusted", got: `${where}: ${message} (${code})`, remedy: trustRemedy(code, endpoint) };
  }
  if (message === NO_TLS) {
    const remedy = "turn TLS on at the server, or say sslmode=disable if the network between is trusted";
    return { code: "tls-unavailable", got: `${where}: ${message}`, remedy };
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) {
    const remedy = "let the server offer TLS 1.2 or newer";
    return { code: "tls-unavailable", got: `${where}: the TLS handshake failed (${code})`, remedy };
  }
  return undefined;
}

function trustRemedy(code: string, endpoint: Endpoint): string {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID" || code === "HOSTNAME_MISMATCH") {
    return "connect by a name the certificate was made for";
  }
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") {
    return "renew the server's certificate, or check the clock of this machine";
  }
  return endpoint.tls.ca === undefined
    ? "give the PEM file of the authority that signed the server's certificate (sslrootcert)"
    : "the CA given did not sign the server's certificate: give the one that did (sslrootcert)";
}

const NETWORK: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  EACCES: ["may not be opened", "check the permissions of the socket"],
  EAI_AGAIN: ["its name could not be looked up", "check DNS and the network"],
  ECONNREFUSED: ["nothing listens there", "check host and port, and that the server runs"],
  ECONNRESET: ["the connection was cut", NO_POSTGRES],
  EHOSTUNREACH: ["there is no route to it", "check the network, security groups and VPN"],
  ENETUNREACH: ["there is no route to it", "check the network, security groups and VPN"],
  ENOENT: ["there is no socket", "check the socket's directory and that the server runs"],
  ENOTFOUND: ["its name does not exist", "check the host name"],
  ETIMEDOUT: ["no answer in time", "check host and port, the network, security groups and VPN"],
};

/** `pg` has no code for its own time limit and for a connection that ends. */
function fromNetwork(code: string, cause: unknown, endpoint: Endpoint): Explanation {
  const message = oneLine(cause);
  const where = describeEndpoint(endpoint);
  if (message.startsWith(GARBLED))
    return { code: "database-unreachable", got: `${where}: ${message}`, remedy: NO_POSTGRES };
  if (message === NO_ANSWER_TO_TLS)
    return {
      code: "database-unreachable",
      got: `${where}: it answers as no PostgreSQL server does`,
      remedy: NO_POSTGRES,
    };
  const [what, remedy] = NETWORK[message === "timeout expired" ? "ETIMEDOUT" : code] ?? [
    message.length > 0 ? message.replace(/^Connection terminated.*/, "the connection was lost") : "it failed",
    "check the network and the server's log",
  ];
  const suffix = code === "" ? "" : ` (${code})`;
  return { code: "database-unreachable", got: `${where}: ${what}${suffix}`, remedy };
}
