module.exports = {
  up: (queries, { INTEGER }) => queries.createTable("users", { id: { type: INTEGER, primaryKey: true } }),
  down: (queries) => queries.dropTable("users"),
};
