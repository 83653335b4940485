-- A small shop with several tenants: the schema that the demo watches.
CREATE SCHEMA shop;

CREATE TYPE shop.order_state AS ENUM ('draft', 'placed', 'paid', 'shipped');

CREATE TABLE shop.customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  email text NOT NULL,
  name text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT customers_email_key UNIQUE (tenant, email)
);

CREATE TABLE shop.orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  customer_id bigint NOT NULL REFERENCES shop.customers (id),
  state shop.order_state NOT NULL DEFAULT 'draft',
  total numeric(12, 2) NOT NULL DEFAULT 0 CHECK (total >= 0),
  placed_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_customer_id_idx ON shop.orders (customer_id);
CREATE INDEX orders_open_idx ON shop.orders (placed_at) WHERE state <> 'shipped';

CREATE TABLE shop.order_items (
  order_id bigint NOT NULL REFERENCES shop.orders (id) ON DELETE CASCADE,
  line integer NOT NULL,
  sku text NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  price numeric(12, 2) NOT NULL,
  PRIMARY KEY (order_id, line)
);

CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;
CREATE TRIGGER orders_touch BEFORE UPDATE ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.touch();

ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON shop.orders USING (tenant = current_setting('shop.tenant', true));

CREATE VIEW shop.open_orders AS
  SELECT o.id, o.tenant, c.email, o.total FROM shop.orders o JOIN shop.customers c ON c.id = o.customer_id
  WHERE o.state <> 'shipped';

COMMENT ON TABLE shop.orders IS 'One row per order, whatever its state.';
