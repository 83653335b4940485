ALTER AGGREGATE public.total(integer) OWNER TO postgres;
