/** Secrets that are wrong, odd, or changed while they are used. */

import { tryOnAws } from "./aws.ts";
import type { Conditions, Family } from "./trial.ts";

/** Stands in every wrong secret, and nowhere else. */
const MARK = "n0t-the-passw0rd-5528";
const text = (value: unknown) => ({ SecretString: typeof value === "string" ? value : JSON.stringify(value) });

type SecretOf = NonNullable<Parameters<typeof tryOnAws>[3]>;

const SECRETS: Readonly<Record<string, SecretOf>> = {
  "wrong password": (right) => text({ ...right, password: MARK }),
  "no such user": (right) => text({ ...right, username: "nobody", password: MARK }),
  "enormous password": (right) => text({ ...right, password: MARK.repeat(3_000) }),
  "password with a NUL": (right) => text({ ...right, password: `${MARK}\0tail` }),
  "password of many scripts": (right) => text({ ...right, password: `${MARK}\u{1f511}\u202e'";--` }),
  "user of another kind": (right) => text({ ...right, username: "watcher'; DROP TABLE x; --\r\n", password: MARK }),
  "empty password": (right) => text({ ...right, password: "" }),
  "a list for a password": (right) => text({ ...right, password: [MARK] }),
  "empty secret": () => text(" "),
  "no JSON": () => text(`${MARK}: "`),
  "cut JSON": (right) => text(JSON.stringify({ ...right, password: MARK }).slice(0, -3)),
  "a list": () => text([MARK]),
  "enormous secret": (right) => text({ ...right, password: MARK, more: MARK.repeat(2_500) }),
  binary: () => ({ SecretBinary: Buffer.from(MARK).toString("base64") }),
  "of another engine": (right) => text({ ...right, password: MARK, engine: "mysql" }),
  "port of letters": (right) => text({ ...right, password: MARK, port: "postgres" }),
  "no such database": (right) => text({ ...right, dbname: MARK.slice(0, 8) }),
};

const ROTATED = "credentials: rotated between reading and connecting";
const more: Conditions = { secrets: [MARK] };

export const CREDENTIALS: Family = {
  faults: [...Object.keys(SECRETS).map((name) => `credentials: ${name}`), ROTATED],
  atOnce: 4,
  share: 0.1,
  trials: async (stage) =>
    stage.scenes.flatMap((scene) => [
      ...Object.entries(SECRETS).map(([name, secretOf]) => ({
        ...{ fault: `credentials: ${name}`, place: scene.name },
        run: () => tryOnAws(stage, scene, () => undefined, secretOf, more),
      })),
      {
        ...{ fault: ROTATED, place: scene.name },
        run: () =>
          tryOnAws(
            stage,
            scene,
            () => undefined,
            (right) => text({ ...right, password: MARK }),
            more,
            true,
          ),
      },
    ]),
};
