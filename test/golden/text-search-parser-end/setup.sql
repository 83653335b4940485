CREATE FUNCTION public.begin_(internal, integer) RETURNS internal LANGUAGE internal STRICT AS 'prsd_start';
CREATE FUNCTION public.next_(internal, internal, internal) RETURNS internal LANGUAGE internal STRICT AS 'prsd_nexttoken';
CREATE FUNCTION public.end_(internal) RETURNS void LANGUAGE internal STRICT AS 'prsd_end';
CREATE FUNCTION public.types_(internal) RETURNS internal LANGUAGE internal STRICT AS 'prsd_lextype';
