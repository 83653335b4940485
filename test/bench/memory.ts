/** What the function needs of its memory, on a schema of a given size: a container for each check, and one for several. */

import pg from "pg";
import { createDatabase } from "../../lib/postgres/embedded/database.ts";
import { startServer } from "../../lib/postgres/embedded.ts";
import { DeployedFunction, MEMORY } from "./deployed.ts";
import { driftOf } from "./planned.ts";
import { benchSchema } from "./schema.ts";
import { table, whole } from "./table.ts";

/** Some 100,000 objects. */
const TABLES = 4_200;
const FULL = { full: true };
const PLAN = { action: "plan" };

export async function compareMemory(folder: string, tables = TABLES): Promise<void> {
  const server = await startServer({ settings: { shared_buffers: "256MB", max_locks_per_transaction: "2048" } });
  const rows: string[][] = [];
  try {
    await createDatabase(server, "bench");
    const url = server.connectionString("bench");
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const batch of benchSchema(tables)) await client.query(batch);
    await client.query("VACUUM ANALYZE");
    const deployed = await DeployedFunction.deploy(folder, url);
    const measured = async (label: string, ...events: object[]): Promise<void> => {
      const invoked = await deployed.invoke(events).catch((error: Error) => error.message.slice(0, 60));
      if (typeof invoked === "string") return void rows.push([label, invoked]);
      const [last] = invoked.answers.slice(-1);
      rows.push([label, last?.status ?? "", whole(last?.milliseconds), whole(invoked.megabytes)]);
    };
    await measured("nothing is expected yet", {});
    deployed.accept();
    await measured("in sync, all is read", FULL);
    await measured("its stamp has not moved", {});
    await measured("both in one container, four times", FULL, {}, FULL, {}, FULL, {}, FULL, {});
    const { changes, renames } = driftOf(tables);
    for (const statement of [...changes, ...renames]) await client.query(statement);
    await measured("one table in ten has changed", {});
    await measured("its stamp has not moved", {});
    await measured("asked for the plan", PLAN);
    await measured("all of it in one container", FULL, {}, PLAN, FULL, {}, PLAN);
    await client.query("DROP SCHEMA bench CASCADE");
    await measured("everything is gone", {});
    await measured("asked for the plan", PLAN);
    await client.end();
    await deployed.aws.stop();
  } finally {
    await server.stop();
  }
  console.log(`\n${table([`the function, ${whole(tables)} tables`, "", "ms", "peak MB"], rows)}`);
  console.log(`\nThe construct gives it ${MEMORY} MB.\n`);
}
