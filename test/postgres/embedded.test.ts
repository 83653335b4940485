/** Throw-away servers: they start wherever npm left the programs, and nothing of them stays. */

import { chmodSync, cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { connect } from "../../lib/postgres/connect.ts";
import { packagedBinaries } from "../../lib/postgres/embedded/binaries.ts";
import { createDatabase, dropDatabase, endpointOf } from "../../lib/postgres/embedded/database.ts";
import { commandLine } from "../../lib/postgres/embedded/process.ts";
import { type EmbeddedServer, type ServerOptions, startServer } from "../../lib/postgres/embedded.ts";

const isRoot = process.getuid?.() === 0;
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options?: ServerOptions): Promise<EmbeddedServer> {
  const server = await startServer(options);
  cleanups.push(server.stop);
  return server;
}

async function ask(server: EmbeddedServer, sql: string, database?: string): Promise<unknown[]> {
  const client = await connect(endpointOf(server, database));
  const { rows } = await client.query({ text: sql, rowMode: "array" });
  await client.end();
  return rows[0] ?? [];
}

function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "driftwatch-test-"));
  cleanups.push(() => rmSync(directory, { recursive: true }));
  return directory;
}

const postmaster = (dataDirectory: string): number =>
  Number(readFileSync(join(dataDirectory, "postmaster.pid"), "utf8").split("\n")[0]);

describe("a server", () => {
  it("runs in a directory of its own, and nothing is left of it", async () => {
    const server = await start();
    const pid = postmaster(server.dataDirectory);
    const home = dirname(server.dataDirectory);
    expect(statSync(home).mode & 0o077).toBe(0);
    expect(commandLine(pid)).toContain(server.dataDirectory);
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(existsSync(home)).toBe(false);
    expect(commandLine(pid)).toBe("");
  });

  it("speaks UTF-8 whatever the locale of the machine, and is not root's", async () => {
    const server = await start();
    const sql =
      "SELECT datcollate, pg_encoding_to_char(encoding), version() FROM pg_database WHERE datname = 'template0'";
    const [collation, encoding, version] = await ask(server, sql);
    expect(["C", "C.UTF-8"]).toContain(collation);
    expect(encoding).toBe("UTF8");
    expect(version).toMatch(`PostgreSQL ${server.major}.`);
    if (isRoot) expect(statSync(server.dataDirectory).uid).not.toBe(0);
  });

  it("takes settings, a superuser's name and a TCP port", async () => {
    const server = await start({ settings: { work_mem: "7MB" }, superuser: "o neill", listen: "loopback" });
    const sql = "SELECT current_setting('work_mem'), current_user::text, current_setting('unix_socket_directories')";
    expect(server.host).toBe("127.0.0.1");
    expect(await ask(server, sql)).toEqual(["7MB", "o neill", ""]);
    const client = await connect({ ...endpointOf(server), host: "localhost" });
    await client.end();
  });

  it("holds databases of any name", async () => {
    const server = await start();
    const name = 'a "b" /c?d';
    await createDatabase(server, name);
    expect(await ask(server, "SELECT current_database()", name)).toEqual([name]);
    await dropDatabase(server, name);
    await dropDatabase(server, name);
    expect(await ask(server, "SELECT count(*)::int FROM pg_database")).toEqual([3]);
  });

  it("says why it did not start, and leaves nothing behind", async () => {
    const failing = startServer({ settings: { shared_buffers: "plenty" } });
    await expect(failing).rejects.toMatchObject({
      code: "scratch-failed",
      message: expect.stringMatching(/ended at once.*shared_buffers.*plenty/),
    });
    expect(process.listeners("exit").filter(({ name }) => name === "endAll")).toEqual([]);
  });
});

describe("the programs", () => {
  /** A package as npm leaves it when install scripts are not allowed: without its symbolic links. */
  function unlinkedPackage(): string {
    const native = join(scratchDirectory(), "native");
    const isLink = (path: string): boolean => lstatSync(path).isSymbolicLink();
    cpSync(dirname(packagedBinaries()), native, { recursive: true, filter: (path) => !isLink(path) });
    chmodSync(dirname(native), 0o755);
    return native;
  }

  it("are mended in place", async () => {
    const native = unlinkedPackage();
    chmodSync(join(native, "bin", "postgres"), 0o644);
    const server = await start({ binaries: join(native, "bin") });
    expect(commandLine(postmaster(server.dataDirectory))).toContain(native);
  });

  it("are copied from where they can be neither mended nor reached", async () => {
    const native = unlinkedPackage();
    for (const directory of [join(native, "lib"), ...(isRoot ? [dirname(native)] : [])]) {
      chmodSync(directory, 0o500);
      cleanups.push(() => chmodSync(directory, 0o700));
    }
    const server = await start({ binaries: join(native, "bin") });
    const copy = join(dirname(server.dataDirectory), "native", "bin");
    expect(commandLine(postmaster(server.dataDirectory))).toContain(copy);
  });

  it("are missed by name", async () => {
    await expect(startServer({ binaries: "/nowhere" })).rejects.toMatchObject({
      code: "scratch-failed",
      message: expect.stringMatching(/\/nowhere do not run: .*ENOENT/),
    });
  });
});
