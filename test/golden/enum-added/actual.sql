CREATE TYPE mood AS ENUM ('sad', 'it''s ok', E'back\\slash', '');
