/** Files as code scanning names them: by their way from the root of the repository, where commands of CI are run. */

import { relative, sep } from "node:path";
import { pathToFileURL } from "node:url";

/** `db/expected.json`; a `file://` URI of what lies elsewhere. */
export function repositoryFile(path: string): string {
  const way = relative(process.cwd(), path).split(sep);
  const isElsewhere = way[0] === "" || way[0] === ".." || /^[a-z]:$/i.test(way[0] ?? "");
  return isElsewhere ? pathToFileURL(path).href : way.map(encodeURIComponent).join("/");
}
