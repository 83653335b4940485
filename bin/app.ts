/** The CDK app: reads the config and defines its stack. */

import { App } from "aws-cdk-lib";
import { configPath, readConfig } from "../lib/config/read-config.ts";
import { DriftwatchError } from "../lib/core/errors.ts";
import { DriftMonitorStack } from "../lib/infra/drift-monitor-stack.ts";

// Synthesis is explicit, or a refused config would leave half an app behind.
const app = new App({ autoSynth: false });
try {
  const config = readConfig(configPath(app.node.tryGetContext("config"), process.env));
  new DriftMonitorStack(app, "Driftwatch", { config });
  app.synth();
} catch (error) {
  if (!(error instanceof DriftwatchError)) throw error;
  process.stderr.write(`driftwatch: ${error.message}\n`);
  process.exitCode = 1;
}
