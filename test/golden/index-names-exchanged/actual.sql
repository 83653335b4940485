CREATE INDEX first ON orders (id);
CREATE INDEX second ON orders (day);
CREATE INDEX third ON orders (amount);
ALTER TABLE orders ADD CONSTRAINT one CHECK (id > 0), ADD CONSTRAINT other CHECK (amount > 0);
CREATE TRIGGER early BEFORE INSERT ON orders EXECUTE FUNCTION seen();
CREATE TRIGGER late AFTER INSERT ON orders EXECUTE FUNCTION seen();
