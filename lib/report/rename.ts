/** What an object that was removed or added may have become, or have been, in lines. */

import type { Finding } from "../core/finding.ts";

/** `may be called column app.users.mail now (score 0.650)`. */
export const possibleText = ({ possibleRenames, verb }: Pick<Finding, "possibleRenames" | "verb">): string[] =>
  possibleRenames.map(({ title, score, ambiguous }) => {
    const likeness = `(score ${score.toFixed(3)}${ambiguous ? ", but so may another" : ""})`;
    return verb === "added" ? `may have been called ${title} ${likeness}` : `may be called ${title} now ${likeness}`;
  });
