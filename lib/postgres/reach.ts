/** How far the network leads to a server, before anything is said to it. */

import { lookup } from "node:dns/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { type Endpoint, isSocket } from "./endpoint.ts";
import { errorFrom } from "./failure.ts";

const LIMIT_MS = 5_000;

/** @throws DriftwatchError `database-unreachable` */
export async function addressOf(endpoint: Endpoint): Promise<string> {
  try {
    return (await lookup(endpoint.host)).address;
  } catch (cause) {
    throw errorFrom(cause, endpoint);
  }
}

/**
 * Returns when something listens there.
 * @throws DriftwatchError `database-unreachable`
 */
export async function listens(endpoint: Endpoint): Promise<void> {
  const { host, port } = endpoint;
  const at = isSocket(host) ? { path: join(host, `.s.PGSQL.${port}`) } : { host, port };
  const socket = createConnection({ ...at, timeout: LIMIT_MS });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
      socket.once("timeout", () => reject(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })));
    });
  } catch (cause) {
    throw errorFrom(cause, endpoint);
  } finally {
    socket.destroy();
  }
}
