CREATE TABLE public.t (a integer, b text);
CREATE STATISTICS public.st (mcv) ON a, b FROM public.t;
ALTER STATISTICS public.st SET STATISTICS 77;
ALTER STATISTICS public.st OWNER TO app_owner;
COMMENT ON STATISTICS public.st IS 'st';
