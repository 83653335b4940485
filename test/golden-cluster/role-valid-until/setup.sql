CREATE ROLE app VALID UNTIL 'infinity';
