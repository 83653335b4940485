/** Connections to real servers: with TLS and without, and each way they fail. */

import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { DriftwatchError } from "../../lib/core/errors.ts";
import { endpointFrom } from "../../lib/postgres/client-config.ts";
import { type ConnectOptions, connect } from "../../lib/postgres/connect.ts";
import { createDatabase, endpointOf } from "../../lib/postgres/embedded/database.ts";
import { type EmbeddedServer, startServer } from "../../lib/postgres/embedded.ts";
import type { Endpoint } from "../../lib/postgres/endpoint.ts";
import { openSession } from "../../lib/postgres/session.ts";

const file = (name: string): string => fileURLToPath(new URL(`../support/certificates/${name}`, import.meta.url));
const ca = readFileSync(file("ca.pem"), "utf8");

/** `alice` needs TLS and a password; without TLS only the superuser is known. */
const HBA = `
hostssl   all alice    127.0.0.1/32 scram-sha-256
hostssl   all all      127.0.0.1/32 trust
hostnossl all postgres 127.0.0.1/32 trust
`;

let secure: EmbeddedServer;
let expired: EmbeddedServer;
let plain: EmbeddedServer;
const servers: EmbeddedServer[] = [];

beforeAll(async () => {
  [secure, expired, plain] = await Promise.all([
    startServer({ tls: { certificate: file("server.pem"), key: file("server.key") } }),
    startServer({ tls: { certificate: file("expired.pem"), key: file("expired.key") } }),
    startServer({ listen: "loopback" }),
  ]);
  servers.push(secure, expired, plain);
  await createDatabase(secure, "closed");
  const admin = await connect(endpointOf(secure));
  await admin.query(`
    CREATE ROLE alice LOGIN PASSWORD 'S3CR3T';
    CREATE ROLE crowded LOGIN CONNECTION LIMIT 0;
    REVOKE CONNECT ON DATABASE closed FROM PUBLIC`);
  writeFileSync(join(secure.dataDirectory, "pg_hba.conf"), HBA);
  await admin.query("SELECT pg_reload_conf()");
  await admin.end();
  while (await isTrusted());
});

/** Whether the rules that initdb wrote are still in force. */
const isTrusted = (): Promise<boolean> =>
  connect(at(secure, { password: "wrong" })).then(
    (client) => client.end().then(() => true),
    () => false,
  );

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
});

const at = (server: EmbeddedServer, changes: Partial<Endpoint> = {}): Endpoint => ({
  host: "localhost",
  port: server.port,
  database: "postgres",
  user: "alice",
  password: "S3CR3T",
  tls: { mode: "verify-full", ca },
  ...changes,
});

async function failure(endpoint: Endpoint, options?: ConnectOptions): Promise<DriftwatchError> {
  const outcome = await connect(endpoint, options).then(
    (client) => client.end().then(() => undefined),
    (error: DriftwatchError) => error,
  );
  expect(outcome, "the connection succeeded").toBeDefined();
  expect(outcome?.message).not.toMatch(/\n/);
  expect(inspect(outcome, { depth: 9, showHidden: true })).not.toContain("S3CR3T");
  return outcome as DriftwatchError;
}

describe("a verified connection", () => {
  it("is encrypted", async () => {
    const client = await connect(at(secure));
    const { rows } = await client.query("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    expect(rows).toEqual([{ ssl: true, version: "TLSv1.3" }]);
    await client.end();
  });

  it.each<[string, () => Endpoint, string, RegExp]>([
    ["an authority we do not know", () => at(secure, { tls: { mode: "verify-full" } }), "tls-untrusted", /sslrootcert/],
    ["a name the certificate is not for", () => at(secure, { host: "127.0.0.1" }), "tls-untrusted", /by a name/],
    ["an expired certificate", () => at(expired), "tls-untrusted", /renew/],
    ["a server without TLS", () => at(plain), "tls-unavailable", /sslmode=disable/],
  ])("fails on %s", async (_, endpoint, code, remedy) => {
    expect(await failure(endpoint())).toMatchObject({ code, remedy: expect.stringMatching(remedy) });
  });

  it("blames the given CA when that is the one at fault", async () => {
    const other = readFileSync(file("expired.pem"), "utf8");
    const error = await failure(at(secure, { tls: { mode: "verify-full", ca: other } }));
    expect(error).toMatchObject({ code: "tls-untrusted", remedy: expect.stringMatching(/the CA given/) });
  });
});

describe("a refused connection", () => {
  it.each<[string, Partial<Endpoint>, string, RegExp]>([
    ["a wrong password", { password: "S3CR3T-no" }, "password-rejected", /password of alice/],
    ["no password", { password: undefined }, "credentials-missing", /PGPASSWORD/],
    ["a user who must use TLS", { tls: { mode: "disable" } }, "password-rejected", /sslmode=verify-full/],
    ["an unknown user", { user: "nobody" }, "password-rejected", /user name/],
    ["an unknown database", { database: "nowhere" }, "database-unknown", /database name/],
    ["a role without a connection left", { user: "crowded" }, "database-refused", /connection limit/],
    ["a database that is closed to us", { database: "closed" }, "database-refused", /GRANT CONNECT/],
  ])("tells of %s", async (_, changes, code, remedy) => {
    expect(await failure(at(secure, changes))).toMatchObject({ code, remedy: expect.stringMatching(remedy) });
  });
});

describe("an unreachable server", () => {
  const plainly = { tls: { mode: "disable" } } as const;

  it.each<[string, Partial<Endpoint>, RegExp]>([
    ["nothing listens", { port: 1 }, /nothing listens/],
    ["the name is unknown", { host: "nowhere.invalid" }, /its name/],
    ["there is no socket", { host: "/nowhere" }, /no socket/],
  ])("tells when %s", async (_, changes, what) => {
    const error = await failure(at(plain, { ...plainly, ...changes }));
    expect(error.code).toBe("database-unreachable");
    expect(error.message).toMatch(what);
  });

  it.each(["disable", "verify-full"] as const)("gives up on one that never answers (%s)", async (mode) => {
    await withListener(
      () => undefined,
      async (port) => {
        const error = await failure(at(plain, { port, tls: { mode, ca } }), { connectionTimeoutMillis: 200 });
        expect(error).toMatchObject({
          code: "database-unreachable",
          message: expect.stringMatching(/no answer in time/),
        });
      },
    );
  });

  it("tells when the other end hangs up", async () => {
    await withListener(
      (socket) => socket.end(),
      async (port) => {
        expect(await failure(at(plain, { ...plainly, port }))).toMatchObject({ code: "database-unreachable" });
      },
    );
  });
});

describe("an open connection", () => {
  it("does not take the process down when it is lost", async () => {
    const victim = await connect(endpointOf(plain));
    const admin = await connect(endpointOf(plain));
    const ended = new Promise((resolve) => victim.once("end", () => resolve(undefined)));
    const { rows } = await victim.query("SELECT pg_backend_pid() AS pid");
    await admin.query("SELECT pg_terminate_backend($1)", [rows[0].pid]);
    await ended;
    await expect(victim.query("SELECT 1")).rejects.toThrow();
    await admin.end();
  });

  it("sends nothing in the startup packet that a pooler would reject, whatever the environment says", async () => {
    const hostile = { PGOPTIONS: "-c jit=off", PGAPPNAME: "x", PGREPLICATION: "database", PGSSLNEGOTIATION: "direct" };
    for (const [name, value] of Object.entries(hostile)) vi.stubEnv(name, value);
    const packets: Buffer[] = [];
    const keep = (socket: Socket) => socket.on("data", (data) => packets.push(data) && socket.destroy());
    try {
      await withListener(keep, (port) => failure(at(plain, { port, tls: { mode: "disable" } })));
    } finally {
      vi.unstubAllEnvs();
    }
    const words = Buffer.concat(packets).subarray(8).toString().split("\0").filter(Boolean);
    const sent = ["user", "alice", "database", "postgres", "application_name", "driftwatch", "client_encoding", "UTF8"];
    expect(words).toEqual(sent);
  });
});

describe("bytes that are no message", () => {
  const message = (letter: string, ...body: number[]) =>
    Buffer.from([letter.charCodeAt(0), 0, 0, 0, body.length + 4, ...body]);
  const welcome = Buffer.concat([message("R", 0, 0, 0, 0), message("Z", 0x49)]);
  /** A row's description that speaks of a field and has none. */
  const garbled = message("T", 0, 1);

  it.each([
    ["when the connection begins", [garbled]],
    ["in the answer to a query", [welcome, garbled]],
  ])("end the connection %s, and nothing else", async (_when, answers) => {
    const onSocket = (socket: Socket) => {
      const left = [...answers];
      socket.on("data", () => left.length > 0 && socket.write(left.shift() as Buffer));
    };
    await withListener(onSocket, async (port) => {
      const reading = openSession(endpointFrom(`postgres://me@127.0.0.1:${port}/x?sslmode=disable`)).then((session) =>
        session.read("SELECT 1 AS one", () => undefined),
      );
      await expect(reading).rejects.toThrow(/the server sent what is no message of its protocol/);
    });
  });

  it.each(["disable", "require"])(
    "at the beginning are of another server than PostgreSQL (sslmode=%s)",
    async (mode) => {
      const onSocket = (socket: Socket) => socket.on("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
      await withListener(onSocket, async (port) => {
        const opening = openSession(endpointFrom(`postgres://me@127.0.0.1:${port}/x?sslmode=${mode}`));
        await expect(opening).rejects.toThrow(/; check that host and port are those of a PostgreSQL server$/);
      });
    },
  );
});

async function withListener(
  onSocket: (socket: Socket) => void,
  use: (port: number) => Promise<unknown>,
): Promise<void> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    onSocket(socket);
  });
  await new Promise((resolve) => listener.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = listener.address();
  try {
    await use(typeof address === "object" && address ? address.port : 0);
  } finally {
    for (const socket of sockets) socket.destroy();
    listener.close();
  }
}
