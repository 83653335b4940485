module.exports = {
  up: (queries, { TEXT }) => queries.addColumn("users", "name", TEXT),
  down: (queries) => queries.removeColumn("users", "name"),
};
