/** Two monitors of one id and bucket would overwrite what each other remembers. */

import type { aws_s3 as s3 } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import { DriftwatchError } from "../core/errors.ts";

/** Who has what, in each app. */
const claims = new WeakMap<IConstruct, Map<string, IConstruct>>();

/** What a monitor keeps its state by. */
interface Keeper extends IConstruct {
  readonly databaseId: string;
  readonly stateBucket: s3.IBucket;
}

/** @throws DriftwatchError `bad-argument` where another monitor of the app has the id in the same bucket */
export function claimState(monitor: Keeper): void {
  const { node, databaseId, stateBucket } = monitor;
  const taken = claims.get(node.root) ?? new Map<string, IConstruct>();
  claims.set(node.root, taken);
  // Ids that differ by case alone are one to people, and to the files of some of them.
  const place = `${stateBucket.bucketName} ${databaseId.toLowerCase()}`;
  const other = taken.get(place);
  if (other) {
    const got = `${node.path} and ${other.node.path} both watch "${databaseId}" in one bucket`;
    throw new DriftwatchError("bad-argument", got, "give each database a databaseId of its own");
  }
  taken.set(place, monitor);
}
