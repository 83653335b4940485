/** What a test says when two snapshots are not alike: every address, attribute and both values, texts as printed. */

import { diff, type Snapshot } from "../../lib/index.ts";

export const differences = (expected: Snapshot, actual: Snapshot): string[] =>
  diff(expected, actual).map((change) =>
    change.verb === "altered"
      ? `${change.address} ${change.attribute}:\n  ${JSON.stringify(change.from)}\n  ${JSON.stringify(change.to)}`
      : `${change.address} ${change.verb}`,
  );
