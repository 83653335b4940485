CREATE TABLE orders (region text, number int);
CREATE TABLE north (region text, number int, more int);
CREATE TRIGGER stamp BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE TRIGGER stamp BEFORE INSERT ON north FOR EACH ROW EXECUTE FUNCTION stamp();
