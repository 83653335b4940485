CREATE TEXT SEARCH DICTIONARY public.dict (TEMPLATE = public.intdict_template, MAXLEN = 4, REJECTLONG = true);
