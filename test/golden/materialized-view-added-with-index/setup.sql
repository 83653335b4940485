CREATE TABLE sales (day date, amount numeric);
