CREATE SCHEMA shop_2024; CREATE TABLE shop_2024.users (id int PRIMARY KEY, mail text); CREATE VIEW shop_2024.mails AS SELECT mail FROM shop_2024.users;
