CREATE TABLE public.q (id integer PRIMARY KEY);
CREATE TABLE public.p (a integer, b integer) PARTITION BY LIST (a);
CREATE TABLE public.p1 PARTITION OF public.p (CONSTRAINT refers CHECK (b > 0)) FOR VALUES IN (1);
ALTER TABLE public.p ADD CONSTRAINT refers FOREIGN KEY (b) REFERENCES public.q;
