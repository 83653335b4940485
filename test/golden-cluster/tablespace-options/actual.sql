ALTER TABLESPACE "Other disk" SET (seq_page_cost = 2);
