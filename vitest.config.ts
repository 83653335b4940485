/**
 * The test runner: `unit` is everything that needs no build, `majors` what needs a server of each supported major,
 * `tools` what runs other people's migration tools, `browser` what looks at the page of a report in Chromium, `e2e` what
 * runs against the built program.
 */

import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";

const project = (
  name: string,
  include: string,
  exclude: string[] = [],
  patience = 1,
): TestProjectInlineConfiguration => ({
  test: {
    name,
    include: [include],
    exclude,
    testTimeout: patience * 30_000,
    hookTimeout: patience * 60_000,
    // Half of a short file's time went into loading the code once more: what a file changes, it puts back.
    isolate: false,
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      // The first synth of a process would validate for longer than a test may take.
      CDK_VALIDATION: "false",
    },
  },
});

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Here and not in the projects, which would each start a server of their own.
    globalSetup: "test/support/global-setup.ts",
    projects: [
      project(
        "unit",
        "test/**/*.test.ts",
        ["e2e", "majors", "tools", "bench", "page"].map((folder) => `test/${folder}/**`),
        2,
      ),
      project("majors", "test/majors/*.test.ts", [], 6),
      project("tools", "test/tools/*.test.ts", [], 6),
      project("browser", "test/page/*.test.ts", [], 4),
      project("e2e", "test/e2e/**/*.e2e.test.ts", [], 2),
    ],
  },
});
