/**
 * A process that starts a server, tells where on stdout, and then ends as its argument says: `exit` without stopping
 * the server, `crash` with an uncaught error, or `wait` for a signal.
 */

import { startServer } from "../../lib/postgres/embedded.ts";

try {
  const server = await startServer();
  console.log(JSON.stringify({ dataDirectory: server.dataDirectory }));
} catch (error) {
  console.log(JSON.stringify({ failure: error instanceof Error ? error.message : String(error) }));
}
if (process.argv[2] === "crash") throw new Error("crashed");
if (process.argv[2] === "wait") setInterval(() => undefined, 1_000);
