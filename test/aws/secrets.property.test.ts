/** Law 11, where secrets come from: no error tells what stands in one. */

import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretsManagerCredentials } from "../../lib/aws/secrets.ts";
import { DriftwatchError } from "../../lib/core/errors.ts";
import { aTarget } from "../support/target.ts";

const client = new SecretsManagerClient({ region: "eu-west-1" });
const mock = mockClient(client);
const read = () =>
  secretsManagerCredentials({ clientFor: () => client }).read(aTarget({ secret: "prod/orders" }), false);

describe("law 11: no error tells what stands in a secret", () => {
  const HIDDEN = "hunter2-S3CRET";
  const value = fc.oneof(
    fc.constant(HIDDEN),
    fc.constant(`${HIDDEN}\n`),
    fc.constant([HIDDEN]),
    fc.constant({ [HIDDEN]: HIDDEN }),
    fc.constant(null),
    fc.integer(),
  );
  const field = fc.constantFrom("username", "password", "host", "port", "dbname", "engine", HIDDEN);
  const object = fc.dictionary(field, value).map((it) => JSON.stringify(it));
  const damaged = fc.tuple(object, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)) + HIDDEN);

  it("whatever its shape", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(object, damaged), async (text) => {
        mock.on(GetSecretValueCommand).resolves({ SecretString: text });
        const outcome = await read().catch((error: unknown) => error);
        if (!(outcome instanceof Error)) return;
        expect(outcome).toBeInstanceOf(DriftwatchError);
        const all = [outcome.message, outcome.stack, String(outcome.cause), JSON.stringify(outcome)].join("\n");
        expect(all).not.toContain(HIDDEN);
        expect(outcome.message).not.toContain("\n");
      }),
      { numRuns: 300 },
    );
  });
});
