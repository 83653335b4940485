CREATE FUNCTION public.handler(internal) RETURNS table_am_handler LANGUAGE internal AS 'heap_tableam_handler';
