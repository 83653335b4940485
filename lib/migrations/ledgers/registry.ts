/** Every ledger, one file a tool, or a form that several share. */

import type { LedgerKind } from "../ledger.ts";
import { alembicLedger } from "./alembic.ts";
import { djangoLedger } from "./django.ts";
import { drizzleLedger } from "./drizzle.ts";
import { flywayLedger } from "./flyway.ts";
import { golangMigrateLedger } from "./golang-migrate.ts";
import { gooseLedger } from "./goose.ts";
import { liquibaseLedger } from "./liquibase.ts";
import { knexLedger, nodePgMigrateLedger, sequelizeLedger, typeormLedger } from "./names.ts";
import { prismaLedger } from "./prisma.ts";
import { sqitchLedger } from "./sqitch.ts";
import { sqlxLedger } from "./sqlx.ts";
import { dieselLedger, versionsLedger } from "./versions.ts";

export const LEDGER_KINDS: readonly LedgerKind[] = [
  flywayLedger,
  golangMigrateLedger,
  versionsLedger,
  dieselLedger,
  gooseLedger,
  sqlxLedger,
  nodePgMigrateLedger,
  prismaLedger,
  drizzleLedger,
  liquibaseLedger,
  sqitchLedger,
  djangoLedger,
  alembicLedger,
  knexLedger,
  typeormLedger,
  sequelizeLedger,
];
