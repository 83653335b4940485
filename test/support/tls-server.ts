/** Something that speaks TLS as PostgreSQL does, and nothing after it. */

import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { TLSSocket } from "node:tls";

export async function tlsServer(cert: Buffer, key: Buffer): Promise<{ readonly port: number; close(): void }> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      socket.write("S");
      new TLSSocket(socket, { isServer: true, cert, key }).on("error", () => undefined);
    });
  }).listen(0, "localhost");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}
