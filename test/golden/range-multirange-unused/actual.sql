ALTER TYPE span_multirange RENAME TO "Spans"; ALTER TYPE "Spans" SET SCHEMA geo;
