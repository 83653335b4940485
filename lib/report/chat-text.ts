/** Text made inert in chats. */

import { printable } from "./printable.ts";

/** Text that calls nobody and leads nowhere. What `&`, `<` and `>` begin are commands of Slack's. */
export function harmless(text: string): string {
  return printable(text.replaceAll(/\s+/g, " ").trim())
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "＠")
    .replaceAll(/(https?|ftp|mailto|data|javascript):/gi, "$1 :");
}
