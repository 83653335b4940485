exports.up = (knex) => knex.schema.alterTable("users", (table) => table.text("name"));
exports.down = (knex) => knex.schema.alterTable("users", (table) => table.dropColumn("name"));
