CREATE DOMAIN app.sum AS int DEFAULT 2;
CREATE DOMAIN app.paid AS app.sum DEFAULT 5;
CREATE TABLE app.bills (paid app.paid);
