ALTER SERVER archive VERSION 'it''s 2';
