/**
 * A check in a process of its own, which ends by SIGKILL at one of its calls that change files. What people were told by
 * then, and the report if there is one, it writes line by line to a file.
 */

import { appendFileSync } from "node:fs";
import { directoryStores } from "../../lib/local/directory.ts";
import { watch } from "../support/monitoring.ts";
import { onFileCalls } from "./file-calls.ts";

/** What it is to do, as JSON in its only argument. */
export interface Order {
  readonly url: string;
  readonly directory: string;
  /** Where it may leave things behind, and the file to write to. */
  readonly scratch: string;
  readonly log: string;
  readonly full: boolean;
  readonly afterMs: number;
  /** The number of the call at which it ends; 0: it does not. */
  readonly at: number;
}

const { url, directory, scratch, log, full, afterMs, at } = JSON.parse(process.argv[2] ?? "") as Order;
const write = (line: object) => appendFileSync(log, `${JSON.stringify(line)}\n`);
const world = watch(
  url,
  () => ({
    ...directoryStores(directory),
    alerts: {
      publish: async (_target, alert) => {
        write({ alert });
        return { takenBy: [], failure: null };
      },
    },
  }),
  scratch,
);
world.pass(afterMs);
let calls = 0;
onFileCalls(directory, ({ number, half }) => {
  calls = number;
  if (number !== at) return;
  half();
  process.kill(process.pid, "SIGKILL");
});
const report = await world.check({ full });
write({ report, calls });
