/** What a new migration of Django's says of the models: what columns tell, and nothing else. */

import { describe, expect, it } from "vitest";
import type { Spec } from "../../lib/core/kind.ts";
import type { NewChange } from "../../lib/migrations/new-migration.ts";
import { stateOperations } from "../../lib/migrations/tools/django-state.ts";

const TEXTS = [
  'migrations.CreateModel(name="Order", fields=[])',
  "migrations.CreateModel(\n  name='Person', fields=[]), migrations.RenameModel(old_name='Person', new_name='Customer')",
];

const column = (
  verb: NewChange["verb"],
  address: string,
  spec: Partial<Spec> | null,
  now: string | null = null,
): NewChange => ({ verb, address: `column:public.${address}`, now, spec: spec && { notNull: false, ...spec } });

const said = (...changes: NewChange[]) => stateOperations("shop", TEXTS, changes);

describe("a field", () => {
  it.each([
    ["character varying(40)", true, "models.CharField(max_length=40)"],
    ["numeric(8,3)", false, "models.DecimalField(max_digits=8, decimal_places=3, null=True)"],
    ["timestamp with time zone", true, "models.DateTimeField()"],
    ["jsonb", false, "models.JSONField(null=True)"],
  ])("of type %s is said", (type, notNull, field) => {
    expect(said(column("added", "shop_order.note", { type, notNull })).operations).toEqual([
      `migrations.AddField(model_name="order", name="note", field=${field})`,
    ]);
  });

  it("is altered, removed and renamed", () => {
    const { operations, left } = said(
      column("altered", "shop_order.note", { type: "text" }),
      column("removed", "shop_customer.nick", null),
      column("renamed", "shop_order.price", { type: "integer" }, "cost"),
    );
    expect(left).toEqual([]);
    expect(operations).toEqual([
      'migrations.AlterField(model_name="order", name="note", field=models.TextField(null=True))',
      'migrations.RemoveField(model_name="customer", name="nick")',
      'migrations.RenameField(model_name="order", old_name="price", new_name="cost")',
    ]);
  });

  it("that columns do not tell is left to a person, by name", () => {
    const owner = column("added", "shop_order.owner", { type: "bigint" });
    const key = { type: "FOREIGN KEY", columns: ["owner"] };
    expect(
      said(
        owner,
        { verb: "added", address: "constraint:public.shop_order.owner_fk", now: null, spec: key },
        column("added", "shop_order.place", { type: "point" }),
        column("removed", "shop_order.customer_id", null),
        column("added", 'shop_order."Odd name"', { type: "text" }),
      ),
    ).toEqual({
      operations: [],
      left: [
        "column owner of order",
        "column place of order",
        "column customer_id of order",
        "column Odd name of order",
      ],
    });
  });

  it("of what is no model of the app is nobody's", () => {
    expect(said(column("added", "other_order.note", { type: "text" }))).toEqual({ operations: [], left: [] });
  });
});
