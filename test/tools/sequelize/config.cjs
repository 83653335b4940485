const { PGHOST: host, PGPORT: port, PGUSER: username, PGDATABASE: database } = process.env;

module.exports = { dialect: "postgres", host, port, username, database };
