/** Names that two objects cannot have at once, though their addresses differ. */

import { qualified } from "./sql.ts";

/** Tables, views, indexes, sequences and composite types of a schema share their names … */
export const relationName = (schema: string, name: string): string => `relation ${qualified(schema, name)}`;
/** … types have theirs, and with a relation of rows comes a type … */
export const typeName = (schema: string, name: string): string => `type ${qualified(schema, name)}`;
export const rowNames = (schema: string, name: string): string[] => [
  relationName(schema, name),
  typeName(schema, name),
];
/** … and functions, procedures and aggregates that take the same arguments, or can be called with the same. */
export const routineName = (schema: string, name: string, args: string): string =>
  `routine ${qualified(schema, name)}(${args})`;
/** A table has one primary key, whatever it is called. */
export const primaryKeyOf = (schema: string, table: string): string => `primary key of ${qualified(schema, table)}`;
