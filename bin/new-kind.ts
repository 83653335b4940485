/** `npm run new-kind NAME`: the file of a kind to start from, its line in the registry and its first golden case. */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const at = (path: string): string => join(ROOT, path);
const REGISTRY = "lib/kinds/registry.ts";

const [name = ""] = process.argv.slice(2);
const words = name.split("-");
const camel = words.map((word, place) => (place === 0 ? word : capital(word))).join("");
/** One word alone may be a word of JavaScript: enum, function. */
const variable = words.length === 1 ? `${camel}Kind` : camel;
const kindFile = `lib/kinds/${name}.ts`;
const caseFolder = `test/golden/${name}-added`;

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function refuse(problem: string): never {
  console.error(`new-kind: ${problem}`);
  process.exit(1);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

/** The kind, imported and listed last among those that satellites can belong to. */
function registered(registry: string): string {
  const hosts = /(const HOSTS: readonly Kind\[\] = \[[^\]]*)\];/;
  if (!hosts.test(registry)) refuse(`${REGISTRY} has no list HOSTS any more: mend bin/new-kind.ts`);
  const line = `import { ${variable} } from "./${name}.ts";\n`;
  const before = registry.search(/^import \{ \w+ \} from "\.\//m);
  return (registry.slice(0, before) + line + registry.slice(before)).replace(hosts, `$1  ${variable},\n];`);
}

if (!/^[a-z]+(-[a-z]+)*$/.test(name)) refuse("give the kind's name: lower case, words joined by hyphens");
if (existsSync(at(kindFile))) refuse(`${kindFile} is there already`);
if (existsSync(at(caseFolder))) refuse(`${caseFolder} is there already`);

const template = readFileSync(at("bin/new-kind/template.ts.txt"), "utf8");
const names: Record<string, string> = { NAME: name, TITLE: words.join(" "), TYPE: capital(camel), VARIABLE: variable };
const filled = template
  .replaceAll(/\b(NAME|TITLE|VARIABLE)\b/g, (word) => names[word] ?? word)
  .replace("type TYPE =", `type ${names.TYPE} =`)
  .replace('"name"], TYPE>', `"name"], ${names.TYPE}>`);
write(kindFile, filled);
write(REGISTRY, registered(readFileSync(at(REGISTRY), "utf8")));
write(`${caseFolder}/setup.sql`, "CREATE SCHEMA app;\n");
write(
  `${caseFolder}/actual.sql`,
  `CREATE TYPE app."My ""own""";\nCOMMENT ON TYPE app."My ""own""" IS 'nobody knows';\n`,
);
spawnSync("npx", ["biome", "check", "--write", kindFile, REGISTRY], { cwd: ROOT, stdio: "ignore" });

console.log(`wrote ${kindFile}, ${caseFolder}, and a line in ${REGISTRY}. Now:

  1. ${kindFile}: go through every TODO. As it stands it is a whole kind, of types that are announced and not defined;
     those have their kind, so put a catalogue of your own in their place, here and in ${caseFolder}.
  2. ${REGISTRY}: put the line where the kind belongs among its like.
  3. test/support/schemas/modelled.sql: add some of its objects, with an owner, grants and comments where they can have them.
  4. test/golden: write a case for its coming and for each attribute, with names that need quoting. Then
       UPDATE_GOLDEN=1 GOLDEN=${name} npm test -- test/golden/golden.test.ts
     and judge whether findings.json says what a person wants to read.
  5. npm run coverage-doc
  6. npm test -- test/kinds test/golden/coverage.test.ts test/architecture test/engine/unmodelled.test.ts
     and npm run test:majors`);
