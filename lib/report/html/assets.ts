/**
 * The page's stylesheet and script, read from the files beside this module, wherever that is: the source tree, the
 * package, or the Lambda bundle, into which the build copies them.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Html } from "./markup.ts";

export interface Asset {
  readonly content: Html;
  /** As a Content-Security-Policy names it: `'sha256-…'`. */
  readonly hash: string;
}

let known: { readonly style: Asset; readonly script: Asset } | undefined;

export function assets(): { readonly style: Asset; readonly script: Asset } {
  known ??= {
    style: asset(new URL("./page.css", import.meta.url)),
    script: asset(new URL("./page.js", import.meta.url)),
  };
  return known;
}

function asset(file: URL): Asset {
  // A browser takes the hash of what it has parsed, in which there are no carriage returns.
  const text = readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  return { content: new Html(text), hash: `'sha256-${createHash("sha256").update(text).digest("base64")}'` };
}
