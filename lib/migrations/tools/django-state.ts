/**
 * What a new migration does to the models of a Django app, as far as columns tell: a field that has come, gone, changed
 * or another name. Relations are not said: a column does not tell what they are called.
 */

import { parseAddress } from "../../core/address.ts";
import type { NewChange } from "../new-migration.ts";

export interface StateOperations {
  /** Python, each `migrations.AddField(…)`. */
  readonly operations: readonly string[];
  /** Columns of models that only a person can tell Django of. */
  readonly left: readonly string[];
}

const FIELDS: Readonly<Record<string, string>> = {
  smallint: "SmallIntegerField",
  integer: "IntegerField",
  bigint: "BigIntegerField",
  boolean: "BooleanField",
  text: "TextField",
  "double precision": "FloatField",
  date: "DateField",
  "timestamp with time zone": "DateTimeField",
  "time without time zone": "TimeField",
  interval: "DurationField",
  uuid: "UUIDField",
  jsonb: "JSONField",
  bytea: "BinaryField",
  inet: "GenericIPAddressField",
};

/** @param texts the migrations of the app, which name its models */
export function stateOperations(app: string, texts: readonly string[], changes: readonly NewChange[]): StateOperations {
  const models = new Map(
    texts.flatMap(modelsIn).map((model) => [`${app}_${model.toLowerCase()}`, model.toLowerCase()]),
  );
  const related = new Set(changes.flatMap(relatedColumns));
  const [operations, left]: [string[], string[]] = [[], []];
  for (const change of changes) {
    const { kind, path } = parseAddress(change.address);
    const [, table = "", column = ""] = path;
    const model = models.get(table);
    if (kind !== "column" || model === undefined) continue;
    const operation = related.has(`${table}.${change.now ?? column}`) ? null : operationOn(model, column, change);
    if (operation === null) left.push(`column ${column} of ${model}`);
    else operations.push(operation);
  }
  return { operations, left };
}

const modelsIn = (text: string): string[] =>
  [
    ...text.matchAll(/\bCreateModel\(\s*name\s*=\s*["'](\w+)["']/g),
    ...text.matchAll(/\bRenameModel\([^)]*\bnew_name\s*=\s*["'](\w+)["']/g),
  ].map(([, name = ""]) => name);

/** Columns that a new foreign key is made of: fields of Django's own that are called otherwise. */
function relatedColumns({ verb, address, spec }: NewChange): string[] {
  const { kind, path } = parseAddress(address);
  if (kind !== "constraint" || verb !== "added" || spec?.type !== "FOREIGN KEY" || !Array.isArray(spec.columns))
    return [];
  return spec.columns.map((column) => `${path[1]}.${column}`);
}

function operationOn(model: string, column: string, { verb, now, spec }: NewChange): string | null {
  const [name, field] = [now ?? column, fieldOf(spec)];
  if (![column, name].every(isField)) return null;
  if (verb === "removed") return `migrations.RemoveField(model_name="${model}", name="${column}")`;
  if (verb === "renamed")
    return `migrations.RenameField(model_name="${model}", old_name="${column}", new_name="${name}")`;
  const operation = verb === "added" ? "AddField" : "AlterField";
  return field === null ? null : `migrations.${operation}(model_name="${model}", name="${column}", field=${field})`;
}

/** As Django lets a field be called; what ends in `_id` belongs to a relation. */
const isField = (name: string): boolean => /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name) && !name.endsWith("_id");

function fieldOf(spec: NewChange["spec"]): string | null {
  const type = typeof spec?.type === "string" ? spec.type : "";
  const [, length] = /^character varying\((\d+)\)$/.exec(type) ?? [];
  const [, digits, places] = /^numeric\((\d+),(\d+)\)$/.exec(type) ?? [];
  const settings = [
    ...(length === undefined ? [] : [`max_length=${length}`]),
    ...(digits === undefined ? [] : [`max_digits=${digits}`, `decimal_places=${places}`]),
    ...(spec?.notNull === false ? ["null=True"] : []),
  ];
  const field = length !== undefined ? "CharField" : digits !== undefined ? "DecimalField" : FIELDS[type];
  return field === undefined || spec?.identity || spec?.generated ? null : `models.${field}(${settings.join(", ")})`;
}
