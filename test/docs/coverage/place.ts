import { join } from "node:path";
import { ROOT } from "../../architecture/source.ts";

export const COVERAGE = join(ROOT, "docs/coverage.md");
