/** A password that is changed under the monitor: asked for again, once. On a server that does ask for passwords. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Target } from "../../lib/config/target.ts";
import type { CredentialsSource } from "../../lib/monitor/ports.ts";
import { parseDatabaseUrl } from "../../lib/postgres/endpoint.ts";
import { type Watch, watch } from "../support/monitoring.ts";
import { type OwnDatabase, type OwnServer, ownServer } from "../support/own-server.ts";

let own: OwnServer;
let database: OwnDatabase;
let world: Watch;
let secret: SecretStore;

/** A store of secrets with a cache in front of it, and a note of every question. */
class SecretStore implements CredentialsSource {
  readonly asked: boolean[] = [];
  #cached: string | undefined;
  present: string;

  constructor(password: string) {
    this.present = password;
  }

  async read(_target: Target, fresh: boolean) {
    this.asked.push(fresh);
    if (fresh || this.#cached === undefined) this.#cached = this.present;
    return parseDatabaseUrl(database.url("watcher", this.#cached), {});
  }
}

const rotate = (password: string) => database.sql(`ALTER ROLE watcher PASSWORD '${password}'`);

beforeAll(async () => {
  own = await ownServer(["local all postgres trust", "local all all scram-sha-256"]);
  database = await own.database("orders");
  await database.sql("CREATE ROLE watcher LOGIN; CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY)");
});
afterAll(() => own.stop());
beforeEach(async () => {
  await rotate("first-Passw0rd");
  secret = new SecretStore("first-Passw0rd");
  world = watch("", () => ({ credentials: secret }));
  world.accept(await world.check());
  secret.asked.length = 0;
});
afterEach(() => world.end());

describe("a rejected password", () => {
  it("is read again past every cache, and the check goes on", async () => {
    await rotate("second-Passw0rd");
    secret.present = "second-Passw0rd";
    expect(await world.check()).toMatchObject({ status: "IN_SYNC" });
    expect(secret.asked).toEqual([false, true]);
    expect(await world.check()).toMatchObject({ status: "IN_SYNC" });
    expect(secret.asked).toEqual([false, true, false]);
  });

  it("that is no better the second time is an error of one line, without it", async () => {
    await rotate("second-Passw0rd");
    const before = world.memory();
    const report = await world.check();
    expect(report).toMatchObject({ status: "ERROR", error: { code: "password-rejected" } });
    expect(report.nextSteps).toEqual([
      "Check the password of watcher, and that the role is there and its password has not expired (VALID UNTIL).",
    ]);
    expect(secret.asked).toEqual([false, true]);
    expect(JSON.stringify(report)).not.toMatch(/Passw0rd|\\n/);
    expect(world.memory()).toEqual(before);
    expect(world.state()?.checks[0]).toMatchObject({ status: "ERROR", report: null });
  });
});

describe("a database that the secret no longer names", () => {
  it("is looked for where the secret says now; where it says the same, once", async () => {
    let name = "gone";
    const asked: boolean[] = [];
    const credentials: CredentialsSource = {
      read: async (_target, fresh) => {
        asked.push(fresh);
        const login = parseDatabaseUrl(database.url("watcher", "first-Passw0rd"), {});
        return fresh ? { ...login, database: name } : { ...login, database: "gone" };
      },
    };
    const other = watch("", () => ({ credentials }));
    expect(await other.check()).toMatchObject({ status: "ERROR", error: { code: "database-unknown" } });
    name = "orders";
    expect(await other.check()).toMatchObject({ status: "NOT_CHECKED", error: null });
    expect(asked).toEqual([false, true, false, true]);
    other.end();
  });
});
