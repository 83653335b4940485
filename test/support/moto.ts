/** AWS on loopback: a moto server for one test, and the clients that speak to it. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Moto {
  readonly port: number;
  /** What the SDK needs to find it; S3 by path, because the host is an address. */
  readonly env: Readonly<Record<string, string>>;
  /** An SDK client of this kind. */
  client<C>(kind: new (options: object) => C): C;
  stop(): Promise<void>;
}

export const REGION = "eu-west-1";

/** @throws Error that says how to get it, when there is no `moto_server` on the path */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = `${said}${text}`.slice(-2_000);
  });
  let unstartable: NodeJS.ErrnoException | undefined;
  child.once("error", (error: NodeJS.ErrnoException) => {
    unstartable = error;
  });
  const stop = () => end(child);
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(100)) {
    if (unstartable?.code === "ENOENT") throw new Error('no moto_server on the path: pip install "moto[server,all]"');
    if (unstartable) throw unstartable;
    if (child.exitCode !== null) throw new Error(`moto_server ended at once: ${said}`);
    const answer = await fetch(`http://127.0.0.1:${port}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok) return motoAt(port, stop);
  }
  await stop();
  throw new Error(`moto_server did not answer: ${said}`);
}

function motoAt(port: number, stop: () => Promise<void>): Moto {
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: "testing", secretAccessKey: "testing" };
  return {
    port,
    env: { ...environment, AWS_ENDPOINT_URL: endpoint },
    client: (Kind) => new Kind({ region: REGION, endpoint, credentials }),
    stop,
  };
}

const environment = {
  AWS_ACCESS_KEY_ID: "testing",
  AWS_SECRET_ACCESS_KEY: "testing",
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

/** A port the kernel calls free. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/** Ends a process of ours, by force if it takes too long. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 3_000);
  await gone;
  clearTimeout(timer);
}
