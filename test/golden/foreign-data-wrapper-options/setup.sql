CREATE FOREIGN DATA WRAPPER far OPTIONS (mode 'fast', level '1', gone 'x');
