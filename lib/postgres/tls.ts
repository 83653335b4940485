/**
 * Which certificate authorities a connection trusts: those of RDS, of Amazon (RDS Proxy), or Node's own.
 *
 * The RDS bundle is read from `certificates/rds-global-bundle.pem` beside this module, wherever that is: the source
 * tree, `dist/lib/postgres`, or a single-file bundle. A build that moves this code must copy the file along, to
 * `<directory of the output file>/certificates/rds-global-bundle.pem`.
 */

import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { rootCertificates } from "node:tls";
import { DriftwatchError } from "../core/errors.ts";

export type TlsMode = "verify-full" | "disable";

/** What `pg` and `tls.connect` take. */
export interface TlsOptions {
  readonly ca: string[];
  readonly servername?: string;
  readonly rejectUnauthorized: true;
  readonly minVersion: "TLSv1.2";
}

export interface Trust {
  /** PEM text of the authorities to trust instead of all others. */
  readonly ca?: string;
  /** The AWS region we run in: trust its RDS authorities and Amazon's, and no others. */
  readonly region?: string;
}

/** Where the RDS bundle must stand. */
export const certificateFile = (): URL => new URL("./certificates/rds-global-bundle.pem", import.meta.url);

/** TLS options for a connection to `host`: always encrypted, with chain and name verified, or not encrypted at all. */
export function tlsOptions(mode: TlsMode, host: string, trust: Trust = {}): TlsOptions | false {
  if (mode === "disable") return false;
  return {
    ca: trust.ca === undefined ? authorities(trust.region) : ownAuthorities(trust.ca),
    // RFC 6066: an IP address is no server name. Node then verifies the certificate against the address itself.
    ...(isIP(host) === 0 && { servername: host }),
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
  };
}

/** A list given to `tls` replaces Node's roots, so a server outside AWS needs them added. */
function authorities(region: string | undefined): string[] {
  const rds = certificatesIn(rdsBundle());
  const regional = rds.filter((pem) => region !== undefined && names(pem, ` ${region} Root CA `));
  // No region, or one with a bundle of its own (GovCloud, China).
  if (regional.length === 0) return [...rds, ...rootCertificates];
  return [...regional, ...rootCertificates.filter((pem) => names(pem, "Amazon Root CA ") || names(pem, "Starfield "))];
}

function ownAuthorities(pem: string): string[] {
  const found = certificatesIn(pem);
  if (found.length > 0) return found;
  throw new DriftwatchError("bad-argument", "the CA given holds no certificate", "give it in PEM form");
}

const certificatesIn = (pem: string): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];

/**
 * Whether the subject holds `text`. Subjects stand as plain text in the certificate; parsing 250 certificates to read
 * them would cost a cold start 35 ms, and a wrong answer only changes the size of the list.
 */
const names = (pem: string, text: string): boolean =>
  Buffer.from(pem.replaceAll(/-----[A-Z ]+-----/g, ""), "base64").includes(text);

function rdsBundle(): string {
  try {
    return readFileSync(certificateFile(), "utf8");
  } catch (cause) {
    throw new DriftwatchError(
      "internal",
      "the RDS certificate bundle is missing from this build",
      "copy certificates/rds-global-bundle.pem beside the code, or give a CA of your own",
      { cause },
    );
  }
}
