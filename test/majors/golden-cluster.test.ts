/** The cases about a cluster that need a certain major, one after another. */

import { afterAll, describe, it } from "vitest";
import type { EmbeddedServer } from "../../lib/postgres/embedded.ts";
import { caseNames, MAJORS_CLUSTER_GOLDEN, readCase } from "../golden/golden-case.ts";
import { playCase } from "../golden/play.ts";
import { CleanCluster } from "../support/cluster.ts";
import { startMajor } from "../support/majors.ts";

const servers = new Map<number, Promise<EmbeddedServer>>();

const serverOf = (major: number | null): Promise<EmbeddedServer> => {
  if (major === null) throw new Error("meta.json must say which major the case needs");
  const server = servers.get(major) ?? startMajor(major);
  servers.set(major, server);
  return server;
};

afterAll(async () => {
  for (const server of servers.values()) await (await server).stop();
});

describe("law 3, on a cluster of a major of its own", () => {
  it.each(caseNames(MAJORS_CLUSTER_GOLDEN, process.env.GOLDEN))("%s", async (name) => {
    const golden = readCase(MAJORS_CLUSTER_GOLDEN, name);
    await playCase(golden, new CleanCluster(await serverOf(golden.major)));
  });
});
