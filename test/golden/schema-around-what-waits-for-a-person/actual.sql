CREATE SCHEMA app;
CREATE SCHEMA archive;
CREATE TYPE archive.state AS ENUM ('new', 'paid');
CREATE TABLE app.orders (at date NOT NULL, state archive.state) PARTITION BY RANGE (at);
CREATE TABLE archive.orders_2025 PARTITION OF app.orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
