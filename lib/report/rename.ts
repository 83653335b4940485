/** What an object that was removed or added may have become, or have been, in lines. */

import type { Finding, PossibleRename } from "../core/finding.ts";

/** `may be called column app.users.mail now (score 0.650)`. */
export const possibleText = ({ possibleRenames, verb }: Pick<Finding, "possibleRenames" | "verb">): string[] =>
  possibleRenames.map((possible) => {
    const likeness = `(${likenessText(possible)})`;
    return verb === "added"
      ? `may have been called ${possible.title} ${likeness}`
      : `may be called ${possible.title} now ${likeness}`;
  });

/** `score 0.650, but so may another`. */
export const likenessText = ({ score, ambiguous }: Pick<PossibleRename, "score" | "ambiguous">): string =>
  `score ${score.toFixed(3)}${ambiguous ? ", but so may another" : ""}`;
