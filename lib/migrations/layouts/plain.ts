/** SQL files run in the order of their names, by whatever runs them: numbers count as numbers. */

import { nameOf } from "../directory.ts";
import { byNumber, type Layout, migration } from "../layout.ts";

export const plain: Layout = {
  name: "plain",
  title: "plain SQL files",
  recognises: (directory) => directory.files.some(isForward),
  read: (directory) =>
    directory.files
      .filter(isForward)
      .sort(byNumber)
      .map((file) =>
        migration({
          id: file.replace(/\.sql$/i, ""),
          name: nameOf(file),
          file,
          script: directory.text(file),
          transaction: "message",
        }),
      ),
};

const isForward = (file: string): boolean =>
  /\.sql$/i.test(file) && !/(^|[._/-])(down|undo|rollback|revert)\.sql$/i.test(file);
