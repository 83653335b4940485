ALTER TABLE "A.pp ""x"""."Us.ers" RENAME "the ""price""" TO "a.price 'y"; ALTER TABLE "A.pp ""x"""."Us.ers" RENAME TO "Peo""ple"; ALTER SEQUENCE "A.pp ""x"""."Us.ers_serial_seq" RENAME TO "Number.s";
