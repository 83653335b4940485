CREATE DOMAIN app.amount AS int DEFAULT 1;
CREATE DOMAIN app.paid AS app.amount;
CREATE TABLE app.bills (paid app.paid);
