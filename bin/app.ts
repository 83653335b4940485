/** The CDK app: reads the config and defines its stacks. */

import { App } from "aws-cdk-lib";
import { ConfigInvalid } from "../lib/config/config-file.ts";
import { deploymentProblems } from "../lib/config/deployable.ts";
import { configPath, readConfig } from "../lib/config/read-config.ts";
import { DriftwatchError } from "../lib/core/errors.ts";
import { driftMonitorStacks } from "../lib/infra/stacks.ts";

// Synthesis is explicit, or a refused config would leave half an app behind.
const app = new App({ autoSynth: false });
try {
  const path = configPath(app.node.tryGetContext("config"), process.env);
  driftMonitorStacks(app, { config: readConfig(path, deploymentProblems) });
  app.synth();
} catch (error) {
  if (!(error instanceof DriftwatchError)) throw error;
  const lines = error instanceof ConfigInvalid ? error.lines : [error.message];
  process.stderr.write(lines.map((line) => `driftwatch: ${line}\n`).join(""));
  process.exitCode = 1;
}
