/**
 * Required before whatever a Node process runs: its `pg` connects to the scratch database, wherever the project would have
 * it go, and no other driver reaches a server of PostgreSQL.
 */

const EventEmitter = require("node:events");
const { readFileSync, writeSync } = require("node:fs");
const Module = require("node:module");
const net = require("node:net");
const { Duplex } = require("node:stream");
const { rootCertificates } = require("node:tls");

/** `ca` and `authorities` are files: the user's own, or what is trusted besides Node's. */
const { tls, ...scratch } = JSON.parse(process.env.DRIFTWATCH_SCRATCH);

const OTHER_DRIVERS =
  "mysql mysql2 mariadb sqlite3 better-sqlite3 @vscode/sqlite3 sql.js tedious mssql oracledb mongodb".split(" ");
const TOOL = /[\\/]node_modules[\\/](?:knex|typeorm|sequelize)[\\/]/;
const INDEX_OF_PG = /[\\/]pg[\\/]lib[\\/]index\.js$/;

const load = Module._load;
Module._load = function (request, parent, ...others) {
  const from = parent?.filename ?? "";
  if (request === "pg-native") throw new Error("pg-native was asked for: only pg can be replayed");
  if (OTHER_DRIVERS.includes(request) && TOOL.test(from))
    refuse(`the configuration asks for ${request}: only PostgreSQL can be replayed, and only by pg`);
  const found = request === "./native" && INDEX_OF_PG.test(from) ? "./client" : request;
  return load.call(this, found, parent, ...others);
};

/** libpq itself cannot be led elsewhere. */
const open = process.dlopen;
process.dlopen = function (module, file, ...others) {
  if (/[\\/]libpq[\\/]/.test(file)) throw new Error("pg-native was asked for: only pg can be replayed");
  return open.call(this, module, file, ...others);
};

// Loaders and bundlers have ways of their own to load a module, but every client of pg is an emitter.
const { init } = EventEmitter;
EventEmitter.init = function (...args) {
  if ("getStartupConf" in this) redirect(this);
  return init.apply(this, args);
};

const redirected = new WeakSet();

function redirect(client) {
  let prototype = client;
  while (!Object.hasOwn(prototype, "getStartupConf")) prototype = Object.getPrototypeOf(prototype);
  if (redirected.has(prototype)) return;
  redirected.add(prototype);
  const { connect, constructor: Client } = prototype;
  prototype.connect = function (...args) {
    place(this, new Client({ ...scratch, ssl: sslOf(tls), sslnegotiation: "postgres" }));
    return connect.apply(this, args);
  };
}

/** What a client says of itself in the first message and reads when it is asked for a password. */
const WHERE = ["host", "port", "database", "user", "password", "isDomainSocket", "ssl", "sslnegotiation"];

function place(client, there) {
  // Some projects have opened it themselves, and it leads to their own database.
  client.connection.stream?.destroy?.();
  for (const name of [...WHERE, "sslNegotiation", "connection"]) if (name in there) client[name] = there[name];
  for (const name of WHERE) client.connectionParameters[name] = there.connectionParameters[name];
}

function sslOf({ mode, servername, ca, authorities }) {
  if (mode === "disable") return false;
  const trusted = ca === null ? [...rootCertificates, readFileSync(authorities, "utf8")] : [readFileSync(ca, "utf8")];
  return { ca: trusted, servername, rejectUnauthorized: true };
}

/** Whatever speaks the protocol of PostgreSQL says first which database it wants, and says it here even through TLS. */
net.Socket.prototype.write = function (chunk, ...others) {
  const wanted = databaseWantedBy(chunk);
  if (wanted === undefined || isScratch(this, wanted)) return Duplex.prototype.write.call(this, chunk, ...others);
  return refuse(`another driver than pg asks for the database ${wanted}: only the scratch database is replayed on`);
};

/** At once, and as the last line that is said. */
function refuse(reason) {
  writeSync(2, `${reason}\n`);
  process.exit(1);
}

/** Undefined: it is no start-up message, whose length comes first, then the version 3 of the protocol. */
function databaseWantedBy(chunk) {
  if (!(chunk instanceof Uint8Array) || chunk.length < 9) return undefined;
  const message = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
  if (message.readInt32BE(0) !== message.length || message.readInt16BE(4) !== 3) return undefined;
  const words = message.toString("utf8", 8).split("\0");
  const at = words.findIndex((word, index) => index % 2 === 0 && word === "database");
  return at === -1 ? "" : words[at + 1];
}

const isScratch = (socket, database) =>
  database === scratch.database && socket.remotePort === (scratch.host.startsWith("/") ? undefined : scratch.port);
