CREATE VIEW inner_users AS SELECT id, name FROM users;
CREATE VIEW between_users AS SELECT id, name FROM inner_users;
CREATE VIEW all_users AS SELECT id, name FROM between_users;
