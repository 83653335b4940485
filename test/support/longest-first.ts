/** In which order the test files run: those first that take longest, so that both workers are done at about the same time. */

import { BaseSequencer, type TestSpecification } from "vitest/node";

/** A run that knows no earlier one would have them last: they are short, and what they go through is not. */
const LONGEST = [
  "test/golden/golden.test.ts",
  "test/faults/postgres.test.ts",
  "test/faults/aws.test.ts",
  "test/properties/pairs.property.test.ts",
  "test/properties/remediation.property.test.ts",
  "test/golden-cluster/golden.test.ts",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const known = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return known < 0 ? LONGEST.length : known;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
