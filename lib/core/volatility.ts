/** Whether ADD COLUMN can give all rows one value of a default, or has to work it out, and write, row by row. */

/** Of PostgreSQL's own functions those that defaults call and that answer the same within one statement. */
const SETTLED =
  "now transaction_timestamp statement_timestamp timezone date_trunc date_part to_timestamp to_char to_date make_date make_interval " +
  "current_timestamp localtimestamp current_time localtime current_setting current_database txid_current pg_backend_pid lower upper " +
  "initcap trim btrim replace concat md5 sha256 decode encode length abs round floor ceil coalesce nullif greatest least " +
  "jsonb_build_object jsonb_build_array json_build_object json_build_array to_jsonb to_json";
/** What stands before a bracket, too, and is the type of a cast. */
const TYPES = "numeric varying character bpchar bit timestamp time interval varchar";
const KNOWN = new Set(`${SETTLED} ${TYPES}`.split(" "));

/**
 * @param expression as PostgreSQL's deparser prints it: a function's name and its bracket have nothing between them. One
 * that is not known to be settled is taken for volatile, as functions are unless they say otherwise.
 */
export function isVolatile(expression: string): boolean {
  const bare = expression.replaceAll(/'(?:[^']|'')*'/g, "''");
  return Array.from(bare.matchAll(/([\w.$]+|")\(/g), ([, name = ""]) => name.toLowerCase()).some(
    (name) => !KNOWN.has(name.replace(/^pg_catalog\./, "")),
  );
}
