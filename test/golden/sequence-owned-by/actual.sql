ALTER SEQUENCE numbers OWNED BY orders.id;
