import { DataSource } from "typeorm";

const { PGHOST: host, PGPORT, PGUSER: username, PGDATABASE: database } = process.env;

class Users1700000000001 {
  name = "Users1700000000001";
  up = (runner) => runner.query("CREATE TABLE users (id int PRIMARY KEY)");
  down = (runner) => runner.query("DROP TABLE users");
}

class Name1700000000002 {
  name = "Name1700000000002";
  up = (runner) => runner.query("ALTER TABLE users ADD COLUMN name text");
  down = (runner) => runner.query("ALTER TABLE users DROP COLUMN name");
}

export default new DataSource({
  ...{ type: "postgres", host, port: Number(PGPORT), username, database },
  migrations: [Users1700000000001, Name1700000000002],
});
