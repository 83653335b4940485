/** A TCP proxy before a PostgreSQL server, which knows where each message of the protocol ends and may do harm there. */

import { once } from "node:events";
import {
  type AddressInfo,
  createServer,
  connect as dial,
  type NetConnectOpts,
  type Server,
  type Socket,
} from "node:net";
import { Framer } from "./framer.ts";

export type Side = "client" | "server";

/** A message of the protocol; once TLS has begun, a record of it. */
export interface Message {
  readonly from: Side;
  /** From 1: over all connections, since the proxy was armed. */
  readonly number: number;
  /** Its letter; "" of a message that has none. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** The connection that a message came over. */
export interface Link {
  /** The process of the server behind it, once the server has said so. */
  readonly pid: number | undefined;
  /** Ends both sides. */
  cut(): void;
  /** Ends both sides, the client's with RST. */
  reset(): void;
  /** Ends what goes to this side; what it says is still heard. */
  halfClose(side: Side): void;
  /** Hands bytes on at once. @returns whether anybody is there to take them */
  pass(to: Side, bytes: Buffer): boolean;
}

/** What becomes of a message: the bytes to hand on, or null for none. */
export type Strike = (message: Message, link: Link) => Buffer | null | Promise<Buffer | null>;

export const harmless: Strike = ({ bytes }) => bytes;

export const otherSide = (side: Side): Side => (side === "server" ? "client" : "server");

/** Hands a message on in single bytes, waiting between them. */
export async function drip({ from, bytes }: Message, link: Link, wait: () => Promise<unknown>): Promise<null> {
  for (const byte of bytes) {
    if (!link.pass(otherSide(from), Buffer.of(byte))) break;
    await wait();
  }
  return null;
}

export class WireProxy {
  /** Messages since it was armed. */
  readonly count: Record<Side, number> = { client: 0, server: 0 };
  readonly #upstream: NetConnectOpts;
  #strike: Strike = harmless;
  #elsewhere: (connection: number) => NetConnectOpts | undefined = () => undefined;
  #connections = 0;
  readonly #server: Server;
  readonly #links = new Set<Pair>();

  private constructor(server: Server, upstream: NetConnectOpts) {
    this.#server = server;
    this.#upstream = upstream;
  }

  static async before(upstream: NetConnectOpts): Promise<WireProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new WireProxy(server, upstream);
    server.on("connection", (client) => proxy.#accept(client));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** @param elsewhere where connections lead instead, by their numbers from 1 */
  arm(strike: Strike, elsewhere: (connection: number) => NetConnectOpts | undefined = () => undefined): void {
    this.#strike = strike;
    this.#elsewhere = elsewhere;
    this.#connections = 0;
    this.count.client = 0;
    this.count.server = 0;
  }

  async close(): Promise<void> {
    for (const link of this.#links) link.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #accept(client: Socket): void {
    this.#connections += 1;
    const upstream = this.#elsewhere(this.#connections) ?? this.#upstream;
    const link = new Pair(client, dial({ ...upstream, allowHalfOpen: true }));
    this.#links.add(link);
    client.once("close", () => this.#links.delete(link));
    const hand = (from: Side) => (bytes: Buffer, type: string) => {
      this.count[from] += 1;
      return this.#strike({ from, number: this.count[from], type, bytes }, link);
    };
    link.relay("client", hand("client"));
    link.relay("server", hand("server"));
  }
}

type Hand = (bytes: Buffer, type: string) => Buffer | null | Promise<Buffer | null>;

class Pair implements Link {
  pid: number | undefined;
  readonly #framer = new Framer();
  readonly #sockets: Readonly<Record<Side, Socket>>;

  constructor(client: Socket, server: Socket) {
    this.#sockets = { client, server };
    for (const socket of [client, server]) socket.setNoDelay(true).on("error", () => this.cut());
    server.once("close", () => client.destroySoon());
    client.once("close", () => server.destroySoon());
  }

  relay(from: Side, hand: Hand): void {
    const source = this.#sockets[from];
    const sink = this.#sockets[otherSide(from)];
    let last: Promise<unknown> = Promise.resolve();
    const next = (work: () => unknown) => {
      last = last.then(work).catch(() => this.cut());
    };
    source.on("data", (chunk: Buffer) =>
      next(async () => {
        for (const { bytes, type } of this.#framer.take(from, chunk)) {
          if (from === "server" && type === "K") this.pid = bytes.readInt32BE(5);
          const handed = hand(bytes, type);
          const out = handed instanceof Promise ? await handed : handed;
          if (out && sink.writable) sink.write(out);
        }
      }),
    );
    source.on("end", () => next(() => sink.writable && sink.end()));
  }

  cut(): void {
    for (const socket of Object.values(this.#sockets)) socket.destroy();
  }

  reset(): void {
    this.#sockets.client.resetAndDestroy();
    this.#sockets.server.destroy();
  }

  halfClose(side: Side): void {
    this.#sockets[side].end();
  }

  pass(to: Side, bytes: Buffer): boolean {
    const { [to]: socket } = this.#sockets;
    if (!socket.writable) return false;
    socket.write(bytes);
    return true;
  }
}
