/** Reports for programs, and for people who look: indented, in a fixed order, with nothing a terminal would act on. */

import { printableJson } from "./printable.ts";

/** The value as JSON. Equal values give equal bytes. */
export const renderJson = (value: object): string => `${printableJson(JSON.stringify(value, null, 2))}\n`;
