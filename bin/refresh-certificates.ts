/** `npm run refresh-certificates [URL]`: the authorities of RDS as AWS publishes them now, and what has changed. */

import { fileURLToPath } from "node:url";
import { oneLine } from "../lib/core/errors.ts";
import { refreshCertificates, SOURCE } from "./certificates.ts";

const to = fileURLToPath(new URL("../lib/postgres/certificates/rds-global-bundle.pem", import.meta.url));
const [from = SOURCE] = process.argv.slice(2);
try {
  for (const line of await refreshCertificates({ from, to, now: new Date() })) console.log(line);
} catch (error) {
  console.error(`refresh-certificates: ${oneLine(error)}`);
  process.exitCode = 1;
}
