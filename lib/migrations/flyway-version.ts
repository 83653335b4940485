/** Versions as Flyway compares them: number by number, whatever zeros stand before or after. */

import { byNumber } from "./layout.ts";

const VERSION = /^\d+(?:[._]\d+)*$/;

/** As Flyway shows and records it: `1_2` is `1.2`, and `001` remains `001`. */
export const shownVersion = (version: string): string => version.replaceAll("_", ".");

/** The same text for what is one version: `1` for `01`, `1.0` and `1_0`. What is no version is itself. */
export const plainVersion = (version: string): string =>
  VERSION.test(version)
    ? shownVersion(version)
        .split(".")
        .map((part) => BigInt(part).toString())
        .join(".")
        .replace(/(\.0)+$/, "")
    : version;

export const byVersion = (a: string, b: string): number => byNumber(plainVersion(a), plainVersion(b));

/** A baseline migration makes at once what all versioned ones up to its version come to. */
export const isBaseline = (file: string | null): boolean => file !== null && /(?:^|\/)B\d[^/]*$/.test(file);
