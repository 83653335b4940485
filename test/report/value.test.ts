/** Canonical values as a person would write them down. */

import { expect, it } from "vitest";
import { sqlText } from "../../lib/core/canonical.ts";
import { valueText } from "../../lib/report/value.ts";

it("names the keys of an index as an index does", () => {
  const plain = { collation: null, descending: false, options: [] };
  const keys = [
    { ...plain, column: "user_id", expression: null },
    { ...plain, column: null, expression: sqlText("expression", "lower(email)") },
    { column: "at", expression: null, ...plain, descending: true },
  ];
  expect(valueText({ method: "btree", keys, unique: true })).toBe(
    "method btree, keys (user_id, lower(email), (column at, descending)), unique",
  );
});

it("says an item of a list that is no more than true by its name", () => {
  expect(valueText([{ valid: true }, {}, "a"])).toBe("(valid), ((none)), a");
});
