/** What a comparison says nothing about: what could not be read, and what only one side looked at. */

import type { Unreadable } from "../core/snapshot.ts";
import { type Page, prose } from "./page.ts";

export function unseenLines(page: Page, unreadable: readonly Unreadable[], notCompared: readonly string[]): string[] {
  return [
    ...unreadable.flatMap(({ kind, reason, remedy }) =>
      prose(page, `${kind} could not be read: ${reason}. ${remedy}.`, "  - "),
    ),
    ...(notCompared.length > 0
      ? prose(page, `not compared, because only one of the two snapshots has it: ${notCompared.join(", ")}`, "  - ")
      : []),
  ];
}
