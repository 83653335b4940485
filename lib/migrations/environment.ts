/** What a project's own tool is started with. */

/** libpq goes to these whatever host it is told. */
const ELSEWHERE = ["PGHOSTADDR", "PGSERVICE", "PGSERVICEFILE"];

/** The environment, without what leads elsewhere. */
export const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !ELSEWHERE.includes(name)));
