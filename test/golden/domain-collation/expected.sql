CREATE DOMAIN shop.word AS text COLLATE "C";
