/** What is wrong with the database though it is as expected. */

import type { Report } from "../../core/report.ts";
import { worstFirst } from "../findings.ts";
import { tag } from "./icon.ts";
import { html } from "./markup.ts";
import { LISTED } from "./room.ts";
import { list, type Section, section } from "./section.ts";
import { capitalised, sentence } from "./severity.ts";
import { wrapping } from "./wrapping.ts";

export function healthSection({ health, healthUnseen }: Pick<Report, "health" | "healthUnseen">): Section | null {
  if (health.length + healthUnseen.length === 0) return null;
  const body = html`<p>No drift, and worth a look: this is true of the database whatever is expected of it.</p>
<div class="health">${list(
    worstFirst(health),
    LISTED,
    ({ severity, title, code, why, suggestion }) =>
      html`<div class="line">${tag(severity, capitalised(severity))}<b><bdi>${wrapping(title)}</bdi></b> <code class="code">${code}</code></div><p>${wrapping(sentence(why))} <span class="suggestion">${wrapping(sentence(suggestion))}</span></p>`,
  )}</div>${
    healthUnseen.length === 0
      ? null
      : html`<h3>Not seen</h3>${list(
          healthUnseen,
          LISTED,
          ({ reason, remedy }) =>
            html`<p>${wrapping(sentence(reason))} <span class="suggestion">${wrapping(sentence(remedy))}</span></p>`,
        )}`
  }`;
  return section("health", "Health", health.length, body);
}
