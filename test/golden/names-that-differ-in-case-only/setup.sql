CREATE TABLE users (id int);
CREATE TABLE "Users" (id int, "ID" int);
