/** Every case of this folder, one after another, on a server of their own: what they are about is shared by all its databases. */

import { afterAll, beforeAll, describe, it } from "vitest";
import { type EmbeddedServer, startServer } from "../../lib/postgres/embedded.ts";
import { CLUSTER_GOLDEN, caseNames, readCase } from "../golden/golden-case.ts";
import { playCase } from "../golden/play.ts";
import { CleanCluster } from "../support/cluster.ts";

let server: EmbeddedServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server.stop());

describe("law 3, on a cluster of its own", () => {
  it.each(caseNames(CLUSTER_GOLDEN, process.env.GOLDEN))("%s", (name) =>
    playCase(readCase(CLUSTER_GOLDEN, name), new CleanCluster(server)),
  );
});
