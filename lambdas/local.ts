/** The function on a laptop: loaded only there. */

import { s3Snapshots } from "../lib/aws/s3.ts";
import { consoleAlerts } from "../lib/local/console-alerts.ts";
import { environmentCredentials } from "../lib/local/credentials.ts";
import { directoryStores } from "../lib/local/directory.ts";
import { noMetrics } from "../lib/local/metrics.ts";
import type { Ports } from "../lib/monitor/ports.ts";
import { renderMessage } from "../lib/report/message.ts";

/** The ports of a laptop: credentials from the environment, a directory, alerts on the standard output. */
export function localPorts(
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
): Omit<Ports, "databases" | "clock" | "companions"> {
  let remote: ReturnType<typeof s3Snapshots> | undefined;
  const inS3 = () => {
    remote ??= s3Snapshots();
    return remote;
  };
  return {
    ...directoryStores(directory, { remote: inS3 }),
    credentials: environmentCredentials(env),
    alerts: consoleAlerts(process.stdout, { render: renderMessage }),
    metrics: noMetrics,
  };
}
