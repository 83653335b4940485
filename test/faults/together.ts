/** Several checks of one target at once, and clocks that jump. */

import type { Report } from "../../lib/core/report.ts";
import { TARGET, tryOnAws } from "./aws.ts";
import { isTrue } from "./judge.ts";
import type { Scene } from "./scenes.ts";
import { type Conditions, type Family, type Trial, tryScene } from "./trial.ts";

type Check = NonNullable<Conditions["check"]>;

/** Of all the reports the one that is not true, if there is one. */
const worst = ({ truth }: Scene, reports: readonly Report[]): Report =>
  reports.find((report) => !isTrue(truth, report)) ?? (reports[0] as Report);

const atOnce =
  (many: number, scene: Scene, target?: typeof TARGET): Check =>
  async (world, options) =>
    worst(scene, await Promise.all(Array.from({ length: many }, () => world.check(options, target))));

const NUMBERS = [2, 10];
const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
const JUMPS = [-YEAR_MS, -30 * 24 * HOUR_MS, -HOUR_MS, HOUR_MS, 30 * 24 * HOUR_MS, YEAR_MS];
/** More than a check looks at its clock. */
const LOOKS = 12;

/** The clock of the whole check jumps at one look at it, and stays there. */
const jumping = (at: number, by: number): Conditions => {
  let looks = 0;
  return {
    ports: ({ clock }) => ({
      clock: {
        ...clock,
        now: () => {
          looks += 1;
          return new Date(clock.now().getTime() + (looks >= at ? by : 0));
        },
      },
    }),
  };
};

const nameOf = (many: number, where: string): string => `${many} checks at once, ${where}`;
const JUMP = "the clock jumps";

export const TOGETHER: Family = {
  faults: [...NUMBERS.flatMap((many) => ["in a directory", "on AWS"].map((where) => nameOf(many, where))), JUMP],
  share: 0.1,
  atOnce: 2,
  trials: async (stage) =>
    stage.scenes.flatMap((scene): Trial[] => [
      ...NUMBERS.flatMap((many): Trial[] => [
        {
          ...{ fault: nameOf(many, "in a directory"), place: scene.name },
          run: () => tryScene(stage, scene, { check: atOnce(many, scene) }),
        },
        {
          ...{ fault: nameOf(many, "on AWS"), place: scene.name },
          run: () => tryOnAws(stage, scene, () => undefined, undefined, { check: atOnce(many, scene, TARGET) }),
        },
      ]),
      ...JUMPS.flatMap((by) =>
        Array.from(
          { length: LOOKS },
          (_, at): Trial => ({
            ...{ fault: JUMP, place: `${scene.name}, look ${at + 1}, ${by / HOUR_MS} h` },
            run: () => tryScene(stage, scene, jumping(at + 1, by)),
          }),
        ),
      ),
    ]),
};
