CREATE TEXT SEARCH PARSER "My ""Schema"."select" (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE "My ""Schema"."a.b" (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY "My ""Schema"."it's" (TEMPLATE = "My ""Schema"."a.b", STOPWORDS = 'english');
CREATE TEXT SEARCH CONFIGURATION "My ""Schema"."Search" (PARSER = "My ""Schema"."select");
ALTER TEXT SEARCH CONFIGURATION "My ""Schema"."Search" ADD MAPPING FOR word WITH "My ""Schema"."it's";
