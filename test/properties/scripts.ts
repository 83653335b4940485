/**
 * Other people's scripts on demand: `npm run test:scripts FILE.sql …`, each in a database of its own, after the script
 * that `SETUP=` names, with `MAJOR=` on another server. Fails unless nothing was wrong.
 */

import { readFileSync } from "node:fs";
import { startServer } from "../../lib/postgres/embedded.ts";
import { startMajor } from "../support/majors.ts";
import { watchedDatabase } from "../support/watched-database.ts";
import { playScript } from "./play-script.ts";
import { statementsIn } from "./script.ts";

const { MAJOR, SETUP } = process.env;
const setup = SETUP === undefined ? [] : statementsIn(readFileSync(SETUP, "utf8"));
const server = await (MAJOR === undefined ? startServer() : startMajor(Number(MAJOR)));
let wrongs = 0;
try {
  for (const file of process.argv.slice(2)) {
    const database = await watchedDatabase(server);
    for (const statement of setup) await database.sql(statement).catch(() => undefined);
    const { read, changed, wrong } = await playScript(database, readFileSync(file, "utf8"));
    for (const each of wrong) console.log(`\n${each}`);
    console.log(`${file}: read ${read} times, ${changed} changes, ${wrong.length} wrong`);
    wrongs += wrong.length;
    await database.drop();
  }
} finally {
  await server.stop();
}
process.exitCode = wrongs === 0 ? 0 : 1;
