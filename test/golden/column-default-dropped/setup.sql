CREATE TABLE orders (id int, status text DEFAULT 'new', at timestamptz DEFAULT now());
