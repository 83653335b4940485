/** What a comparison says nothing about: what could not be read, what only one side looked at, and what no kind knows. */

import type { Report } from "../core/report.ts";
import type { Unmodelled } from "../core/snapshot.ts";
import { count } from "./count.ts";
import { type Page, prose } from "./page.ts";

export function unseenLines(
  page: Page,
  { unreadable, notCompared, unmodelled }: Pick<Report, "unreadable" | "notCompared" | "unmodelled">,
): string[] {
  return [
    ...unreadable.flatMap(({ kind, reason, remedy }) =>
      prose(page, `${kind} could not be read: ${reason}. ${remedy}.`, "  - "),
    ),
    ...(notCompared.length > 0
      ? prose(page, `not compared, because only one of the two snapshots has it: ${notCompared.join(", ")}`, "  - ")
      : []),
    ...(unmodelled.length > 0
      ? prose(page, `not compared, because Driftwatch does not know what it is: ${unmodelledList(unmodelled)}`, "  - ")
      : []),
  ];
}

/** `2 objects in pg_cast, pg_policy (which may not be read)`. */
export const unmodelledList = (unmodelled: readonly Unmodelled[]): string =>
  unmodelled
    .map(({ catalogue, count: number }) =>
      number === null ? `${catalogue} (which may not be read)` : `${count(number, "object")} in ${catalogue}`,
    )
    .join(", ");
