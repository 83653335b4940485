ALTER TABLE ONLY app.lines ALTER total SET EXPRESSION AS (price * number * 2);
