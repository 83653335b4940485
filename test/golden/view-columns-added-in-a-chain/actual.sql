CREATE VIEW inner_users AS SELECT id FROM users;
CREATE VIEW between_users AS SELECT id FROM inner_users;
CREATE VIEW all_users AS SELECT id FROM between_users;
