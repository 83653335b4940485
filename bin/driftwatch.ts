#!/usr/bin/env node
/** The `driftwatch` command. */

import { main } from "../lib/cli/main.ts";

const interrupt = new AbortController();
process.once("SIGINT", () => interrupt.abort(130));
process.once("SIGTERM", () => interrupt.abort(143));

const { stdin, stdout, stderr, env } = process;
const terminal = stdin.isTTY && stderr.isTTY ? { input: stdin, output: stderr } : undefined;
process.exit(await main(process.argv.slice(2), { stdin, stdout, stderr, env, signal: interrupt.signal, terminal }));
