CREATE TABLE s.t (i integer GENERATED ALWAYS AS IDENTITY, a text, b date, c numeric);
