/** A connection that changes a database: only ever to one that is thrown away after. */

import { oneLine } from "../core/errors.ts";
import { type ConnectOptions, connect } from "./connect.ts";
import type { Endpoint } from "./endpoint.ts";

export interface ScriptConnection {
  /**
   * Runs one or several statements as one message.
   * @throws ScriptError
   */
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** What `pg` throws of a statement that was refused, or of a connection that was lost. */
type Said = Pick<Error, "message"> & { readonly [Part in "code" | "position" | "hint"]?: string | undefined };

/** The server refused a statement. */
export class ScriptError extends Error {
  readonly sqlstate: string;
  /** Where in the statement, in characters from 1; undefined where the server does not say. */
  readonly position: number | undefined;
  /** What the server suggests. */
  readonly hint: string | undefined;

  constructor({ code, message, position, hint }: Said) {
    super(oneLine(message));
    this.name = "ScriptError";
    this.sqlstate = code ?? "";
    this.position = position === undefined ? undefined : Number(position);
    this.hint = hint === undefined ? undefined : oneLine(hint);
  }
}

const UNDEFINED_OBJECT = "42704";

/** The role that a statement named and the server does not know. */
export const missingRole = ({ sqlstate, message }: ScriptError): string | undefined =>
  sqlstate === UNDEFINED_OBJECT ? /^role "(.+)" does not exist$/.exec(message)?.[1] : undefined;

export async function openScript(endpoint: Endpoint, options: ConnectOptions = {}): Promise<ScriptConnection> {
  const client = await connect(endpoint, options);
  return {
    async run(sql) {
      try {
        await client.query(sql);
      } catch (cause) {
        throw new ScriptError(cause instanceof Error ? cause : new Error(String(cause)));
      }
    },
    close: () => client.end(),
  };
}
