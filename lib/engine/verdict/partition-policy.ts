/** What is done with the partitions of a table. */

import { type Address, encodePath } from "../../core/address.ts";
import { isLike } from "../../core/pattern.ts";
import type { PartitionPolicy } from "../../core/snapshot.ts";

type Policies = Readonly<Record<string, PartitionPolicy>>;

/** What the longest pattern says that the table's name is like; one without a dot is of the name in any schema. */
export function policyOf({ path }: Address, policies: Policies): PartitionPolicy {
  const [name, last] = [path.join("."), path.at(-1) ?? ""];
  const like = Object.keys(policies).filter(
    (pattern) =>
      isLike(pattern, name) || isLike(pattern, encodePath(path)) || (!pattern.includes(".") && isLike(pattern, last)),
  );
  const [longest] = like.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return (longest === undefined ? undefined : policies[longest]) ?? "managed";
}
