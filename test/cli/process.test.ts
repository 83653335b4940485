/** What only a process of its own can show: pipes that close, and signals. */

import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { ended, SECRET, started } from "./driftwatch.ts";

describe("the program", () => {
  it("prints to a pipe all it has to print", async () => {
    const { code, stdout, stderr } = await ended(started(["--help"]));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/\nExit codes:\n/);
  });

  it("takes a reader that has had enough for no error", async () => {
    const child = started(["--help"]);
    child.stdout?.destroy();
    expect(await ended(child)).toMatchObject({ code: 0, stderr: "" });
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ends cleanly on %s", async (signal, expected) => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket.on("error", () => undefined)));
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    const port = typeof address === "object" && address ? address.port : 0;
    try {
      const child = started(["fingerprint", `postgres://me:${SECRET}@127.0.0.1:${port}/shop`]);
      const outcome = ended(child);
      await Promise.race([once(silent, "connection"), outcome]);
      child.kill(signal);
      expect(await outcome).toEqual({ code: expected, stdout: "", stderr: "driftwatch: interrupted\n" });
    } finally {
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  });
});
