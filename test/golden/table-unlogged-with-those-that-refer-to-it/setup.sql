CREATE TABLE orders (id int PRIMARY KEY);
CREATE TABLE lines (id int PRIMARY KEY, "order" int REFERENCES orders, instead int REFERENCES lines);
CREATE TABLE shipped (line int REFERENCES lines);
CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE some_parts PARTITION OF parts FOR VALUES FROM (0) TO (10);
CREATE TABLE a_use (part int REFERENCES parts);
