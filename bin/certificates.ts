/** Fetches the certificate authorities of RDS anew, and takes them only when nothing about them is odd. */

import { createHash, X509Certificate } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { rootCertificates } from "node:tls";
import { DriftwatchError } from "../lib/core/errors.ts";

export const SOURCE = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";
/** Beside the bundle: where it comes from. */
export const PROVENANCE = "SOURCE.json";

const LIMIT_MS = 30_000;
const LARGEST_BYTES = 5_000_000;

export interface Refresh {
  /** URL of a bundle of PEM texts, by HTTPS; by HTTP from this machine. */
  readonly from: string;
  /** The file to replace. */
  readonly to: string;
  readonly now: Date;
}

/**
 * Replaces the file and what is said of it, each in one step, if there is something new.
 * @returns what has changed, a line each: certificates with their fingerprints
 * @throws DriftwatchError when it cannot be fetched, or holds what no bundle of authorities holds: nothing is changed then
 */
export async function refreshCertificates({ from, to, now }: Refresh): Promise<string[]> {
  const text = await fetched(from);
  const fresh = authoritiesIn(text, now);
  const known = certificatesIn(readFileSync(to, "utf8"));
  const lost = regionsOf(known).filter((region) => !regionsOf(fresh).includes(region));
  if (lost.length > 0) throw refused(`it has no authority any more for ${lost.join(", ")}`);
  const [added, removed] = [without(fresh, known), without(known, fresh)];
  const lines = [...added.map((it) => `+ ${told(it)}`), ...removed.map((it) => `- ${told(it)}`), ...missingOfAmazon()];
  if (added.length + removed.length === 0) return [...lines, `unchanged: ${fresh.length} certificates from ${from}`];
  const content = `${fresh.map((it) => it.toString().trim()).join("\n")}\n`;
  replace(to, content);
  replace(join(dirname(to), PROVENANCE), provenance(from, content, fresh, now));
  return [...lines, `written: ${fresh.length} certificates of ${regionsOf(fresh).length} regions from ${from}`];
}

async function fetched(from: string): Promise<string> {
  const { protocol, hostname } = new URL(from);
  if (protocol !== "https:" && hostname !== "127.0.0.1")
    throw new DriftwatchError(
      "bad-argument",
      `${from} is not fetched by HTTPS`,
      `give an https URL, such as ${SOURCE}`,
    );
  const answer = await fetch(from, { signal: AbortSignal.timeout(LIMIT_MS) }).catch((cause: unknown) => {
    throw new DriftwatchError("bad-argument", `${from} cannot be fetched`, "try where the internet is", { cause });
  });
  if (!answer.ok) throw refused(`${from} answered ${answer.status}`);
  const text = await answer.text();
  if (text.length > LARGEST_BYTES) throw refused(`${from} sent ${text.length} bytes`);
  return text;
}

/** @throws DriftwatchError unless each is an authority that signed itself and is valid */
function authoritiesIn(text: string, now: Date): X509Certificate[] {
  const certificates = certificatesIn(text);
  if (certificates.length === 0) throw refused("it holds no certificate");
  if (text.split("-----BEGIN ").length - 1 !== certificates.length) throw refused("it is cut short");
  for (const certificate of certificates) {
    const name = nameOf(certificate);
    if (!certificate.ca) throw refused(`${name} is no authority`);
    if (!certificate.checkIssued(certificate) || !certificate.verify(certificate.publicKey))
      throw refused(`${name} has not signed itself`);
    if (now < new Date(certificate.validFrom) || now > new Date(certificate.validTo))
      throw refused(`${name} is valid from ${certificate.validFrom} to ${certificate.validTo}`);
  }
  return certificates;
}

function certificatesIn(text: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((pem, index) => {
    try {
      return new X509Certificate(pem);
    } catch (cause) {
      throw refused(`certificate ${index + 1} of ${blocks.length} cannot be read`, cause);
    }
  });
}

const nameOf = ({ subject }: X509Certificate): string =>
  /^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll("\n", ", ");

const regionsOf = (certificates: readonly X509Certificate[]): string[] =>
  [...new Set(certificates.flatMap((it) => /Amazon RDS (\S+) Root CA/.exec(nameOf(it))?.[1] ?? []))].sort();

function without(these: readonly X509Certificate[], those: readonly X509Certificate[]): X509Certificate[] {
  const known = new Set(those.map(({ fingerprint256 }) => fingerprint256));
  return these.filter(({ fingerprint256 }) => !known.has(fingerprint256));
}

const told = (certificate: X509Certificate): string =>
  `${nameOf(certificate)}, until ${certificate.validTo}, SHA-256 ${certificate.fingerprint256}`;

/** Those of Amazon, which RDS Proxy shows, come with Node: if one were missing there, it would have to be shipped. */
function missingOfAmazon(): string[] {
  const names = rootCertificates.map((pem) => nameOf(new X509Certificate(pem)));
  const wanted = ["1", "2", "3", "4"].map((number) => `Amazon Root CA ${number}`);
  return wanted.filter((name) => !names.includes(name)).map((name) => `! Node ${process.version} has no ${name}`);
}

function provenance(source: string, content: string, certificates: readonly X509Certificate[], now: Date): string {
  const sha256 = createHash("sha256").update(content).digest("hex");
  const newest = new Date(Math.max(...certificates.map(({ validFrom }) => Date.parse(validFrom))));
  const said = { source, takenAt: dayOf(now), sha256, certificates: certificates.length, newestIssued: dayOf(newest) };
  return `${JSON.stringify(said, null, 2)}\n`;
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** Whoever reads the file finds the old or the new one, and never a part. */
function replace(path: string, content: string): void {
  const beside = join(dirname(path), `.${basename(path)}.new`);
  try {
    writeFileSync(beside, content);
    renameSync(beside, path);
  } finally {
    rmSync(beside, { force: true });
  }
}

const refused = (got: string, cause?: unknown): DriftwatchError =>
  new DriftwatchError("bad-argument", `the certificates are not taken: ${got}`, "look at the source by hand", {
    cause,
  });
