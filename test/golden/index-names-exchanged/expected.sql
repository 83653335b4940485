CREATE INDEX second ON orders (id);
CREATE INDEX third ON orders (day);
CREATE INDEX first ON orders (amount);
ALTER TABLE orders ADD CONSTRAINT other CHECK (id > 0), ADD CONSTRAINT one CHECK (amount > 0);
CREATE TRIGGER late BEFORE INSERT ON orders EXECUTE FUNCTION seen();
CREATE TRIGGER early AFTER INSERT ON orders EXECUTE FUNCTION seen();
