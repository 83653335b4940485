/** The role is changed on the server while it is logged in: its password, or what it may do. */

import { PASSWORD, type Stage } from "./scenes.ts";
import { beforeStatement } from "./statements.ts";
import { type Conditions, type Family, followedBy, type Trial, trafficOf, tryScene } from "./trial.ts";

const ROLE = "turned";
const NEW_PASSWORD = "another-one-2290";

/** Each there and back. */
const CHANGES: Readonly<Record<string, readonly [there: string, back: string]>> = {
  "password rotated": [`ALTER ROLE ${ROLE} PASSWORD '${NEW_PASSWORD}'`, `ALTER ROLE ${ROLE} PASSWORD '${PASSWORD}'`],
  "role may not log in any more": [`ALTER ROLE ${ROLE} NOLOGIN`, `ALTER ROLE ${ROLE} LOGIN`],
  "role expired": [`ALTER ROLE ${ROLE} VALID UNTIL '2020-01-01'`, `ALTER ROLE ${ROLE} VALID UNTIL 'infinity'`],
  "monitoring right revoked": [`REVOKE pg_monitor FROM ${ROLE}`, `GRANT pg_monitor TO ${ROLE}`],
};

const nameOf = (what: string): string => `credentials: ${what} at a statement`;

/** One after the other: there is one role. */
export const ROTATION: Family = {
  faults: Object.keys(CHANGES).map(nameOf),
  atOnce: 1,
  share: 0.1,
  trials: async (stage) => {
    await sql(stage, `CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}' VALID UNTIL 'infinity' IN ROLE pg_monitor`);
    const trials: Trial[] = [];
    for (const scene of stage.scenes) {
      const { statements } = await trafficOf(stage, scene);
      for (const [what, change] of Object.entries(CHANGES))
        for (let number = 1; number <= statements; number++)
          trials.push({
            ...{ fault: nameOf(what), place: `${scene.name}, statement ${number}` },
            run: () => tryScene(stage, scene, changedAt(stage, change, number)),
          });
    }
    return trials;
  },
};

const sql = (stage: Stage, text: string) => stage.databases.mended?.sql(text);

const changedAt = (stage: Stage, [there, back]: readonly [string, string], number: number): Conditions => ({
  login: { user: ROLE, password: PASSWORD },
  secrets: [NEW_PASSWORD],
  strike: beforeStatement(number, () => sql(stage, there)),
  check: followedBy(() => sql(stage, back)),
});
