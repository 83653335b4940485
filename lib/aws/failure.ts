/** What an AWS client threw, for people: its name, its words, and what to do where that is the same for all services. */

import { oneLine } from "../core/errors.ts";

const LONGEST = 300;

/** `AccessDenied`, `TimeoutError`, `ECONNREFUSED`. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "failure";
  // A HEAD answer has no body: what the SDK then calls the error says nothing.
  const status = statusOf(error);
  if (["Unknown", "UnknownError", "Error", "AggregateError", String(status)].includes(error.name))
    return "code" in error && typeof error.code === "string" ? error.code : status ? `HTTP ${status}` : error.name;
  return error.name;
}

/** HTTP status of the answer; undefined when there was none. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("$metadata" in error)) return undefined;
  return (error.$metadata as { readonly httpStatusCode?: number } | undefined)?.httpStatusCode;
}

/** Name and words on one line. Not for Secrets Manager: nobody else's words stand beside a secret. */
export function said(error: unknown): string {
  const message = oneLine(error);
  const name = nameOf(error);
  const nothing = message === "" || message === "UnknownError" || message === name;
  const line = nothing ? name : name === "Error" ? message : `${name}: ${message}`;
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

const NETWORK =
  /^(TimeoutError|NetworkingError|E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN))$/;

/** What to do when no answer came or no request could be made; undefined when the service itself refused. */
export function commonRemedy(error: unknown, service: string): string | undefined {
  const name = nameOf(error);
  if (NETWORK.test(name)) return `check the way to ${service}: in a VPC it takes a VPC endpoint or a NAT gateway`;
  if (name === "ENOTFOUND") return `check the region, DNS and AWS_ENDPOINT_URL: ${service} was not found there`;
  if (/^(CredentialsProviderError|ExpiredToken|ExpiredTokenException|InvalidClientTokenId)$/.test(name))
    return "give valid AWS credentials: a role, a profile or AWS_ACCESS_KEY_ID";
  if (oneLine(error).startsWith("Region is missing")) return "set AWS_REGION";
  return undefined;
}
