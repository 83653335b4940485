CREATE DOMAIN shop.word AS text;
