CREATE DOMAIN app.amount AS int DEFAULT 1;
CREATE DOMAIN app.paid AS app.amount DEFAULT 5;
CREATE TABLE app.bills (paid app.paid);
