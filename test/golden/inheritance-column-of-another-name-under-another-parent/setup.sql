CREATE TABLE old (id int, amount int) PARTITION BY RANGE (id);
CREATE TABLE new (id int, amounts int) PARTITION BY RANGE (id);
CREATE TABLE above (id int, owner text);
CREATE TABLE beside (id int, owners text);
