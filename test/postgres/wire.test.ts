/** Rows are taken off the wire whole, however the network cuts it. */

import { PassThrough } from "node:stream";
import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Row, Session } from "../../lib/core/session.ts";
import { openSession } from "../../lib/postgres/session.ts";
import { Wire } from "../../lib/postgres/wire.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

const message = fc
  .tuple(fc.constantFrom("D", "D", "T", "C", "Z"), fc.uint8Array({ maxLength: 40 }))
  .map(([letter, body]) => {
    const head = Buffer.alloc(5);
    head.write(letter);
    head.writeUInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  });

/** What a wire makes of bytes that arrive in these pieces: each message, with who got it, in their order. */
function heard(pieces: readonly Buffer[], isListening: boolean): string[] {
  const stream = new PassThrough();
  const found: string[] = [];
  stream.on("data", (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; ) {
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      found.push(`pg ${bytes.toString("hex", at, end)}`);
      at = end;
    }
  });
  const wire = new Wire({ connection: { stream } } as unknown as pg.Client);
  if (isListening)
    wire.onRow = (bytes, at) => {
      found.push(`row ${bytes.toString("hex", at - 5, at + bytes.readUInt32BE(at - 4) - 4)}`);
    };
  for (const piece of pieces) stream.emit("data", piece);
  return found;
}

describe("a wire", () => {
  it("hands on every message once, whole and in order, wherever it is cut", () => {
    const cuts = fc.array(fc.nat(400), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 12 }), cuts, fc.boolean(), (messages, places, isListening) => {
        const all = Buffer.concat(messages);
        const at = [0, ...[...places].sort((a, b) => a - b), all.length];
        const pieces = at.slice(1).map((end, place) => all.subarray(Math.min(at[place] ?? 0, end), end));
        const expected = messages.map(
          (bytes) => `${isListening && bytes[0] === 0x44 ? "row" : "pg"} ${bytes.toString("hex")}`,
        );
        expect(heard(pieces, isListening)).toEqual(expected);
      }),
    );
  });
});

describe("rows", () => {
  let database: FreshDatabase;
  let session: Session;

  beforeAll(async () => {
    database = await freshDatabase();
    session = await openSession(database.endpoint);
  });
  afterAll(async () => {
    await session.close();
    await database.drop();
  });

  it("may be longer than what arrives at once, and of letters of several bytes", async () => {
    const rows: Row[] = [];
    await session.read("SELECT n, repeat('é', 100000 * (n % 3)) AS long FROM generate_series(-3, 6) n", (row) =>
      rows.push(row),
    );
    const numbers = [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6];
    expect(rows.map(({ n }) => n)).toEqual(numbers);
    expect(rows.map(({ long }) => (long as string).length)).toEqual(numbers.map((n) => Math.max(0, 100_000 * (n % 3))));
    expect(new Set(rows.map(({ long }) => (long as string).replaceAll("é", "")))).toEqual(new Set([""]));
  });

  it("hold the same text, or another of the same length, as the row before", async () => {
    const rows: Row[] = [];
    await session.read("SELECT * FROM (VALUES ('ab'), ('ab'), ('ac'), (NULL), ('ac'), ('ß'), ('')) v(t)", (row) =>
      rows.push(row),
    );
    expect(rows.map(({ t }) => t)).toEqual(["ab", "ab", "ac", null, "ac", "ß", ""]);
  });
});
