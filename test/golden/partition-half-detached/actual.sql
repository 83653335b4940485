-- What DETACH PARTITION … CONCURRENTLY leaves when it is cut short.
UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'public.m1'::regclass;
