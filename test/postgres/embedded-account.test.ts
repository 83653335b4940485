/** The account a throw-away server runs under. */

import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { mayEnter, unprivileged } from "../../lib/postgres/embedded/account.ts";

it("unprivileged prefers the account that owns nothing", () => {
  const passwd = "root:x:0:0::/root:/bin/sh\npostgres:x:101:104::/:/bin/sh\nnobody:x:65534:65533::/:/bin/sh\n";
  expect(unprivileged(passwd)).toEqual({ uid: 65534, gid: 65533 });
  expect(unprivileged("nobody:*:-2:-2::/:/x\npostgres:x:101:104::/:/bin/sh")).toEqual({ uid: 101, gid: 104 });
  expect(() => unprivileged("root:x:0:0::/root:/bin/sh")).toThrow(/run as an ordinary user/);
});

it("mayEnter looks at every directory on the way", () => {
  const root = mkdtempSync(join(tmpdir(), "driftwatch-test-"));
  const inner = join(root, "inner");
  mkdirSync(inner);
  const stranger = { uid: 54_321, gid: 54_321 };
  chmodSync(root, 0o700);
  expect(mayEnter(inner, stranger)).toBe(false);
  chmodSync(root, 0o711);
  expect(mayEnter(inner, stranger)).toBe(mayEnter(tmpdir(), stranger));
  rmSync(root, { recursive: true });
});
