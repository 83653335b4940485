/**
 * A process that adds one to a counter in the state, so many times over, as fast as it can, and tells how often it
 * lost. Arguments: directory, how many times.
 */

import { newState, type TargetState } from "../../lib/core/target-state.ts";
import { directoryStores } from "../../lib/local/directory.ts";
import { aTarget } from "./target.ts";

const [directory = "", times = "0"] = process.argv.slice(2);
const { states } = directoryStores(directory);
const target = aTarget();
const EPOCH = Date.UTC(2000, 0);
const counted = (count: number): TargetState => newState(new Date(EPOCH + count).toISOString());

let lost = 0;
for (let done = 0; done < Number(times); ) {
  const known = await states.read(target);
  const next = counted(Date.parse(known?.value.checkedAt ?? "2000-01-01") - EPOCH + 1);
  if ((await states.write(target, next, known?.version ?? null)) === null) lost += 1;
  else done += 1;
}
console.log(JSON.stringify({ lost }));
