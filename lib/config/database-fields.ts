/** What there is to say of a database, each for itself: for what is told so in code. */

import * as z from "zod/mini";
import { DATABASE } from "./config-schema.ts";

export const DATABASE_FIELDS = z.partial(DATABASE);
