/** The time a check has. What is not done by then is given up, early enough to note it and to say so. */

import { DriftwatchError } from "../core/errors.ts";

/** As much of its time as a check keeps for what follows, and at most so many milliseconds of it. */
interface Kept {
  readonly part: number;
  readonly atMostMs: number;
}

/** After the look: to store the report, to record what became of the incident and to tell people. */
const TO_CONCLUDE: Kept = { part: 0.3, atMostMs: 30_000 };
/** After everything: to note that the check failed. */
const TO_SAY_SO: Kept = { part: 0.1, atMostMs: 5_000 };
const NOTHING: Kept = { part: 0.02, atMostMs: 500 };

export class Time {
  readonly #limitMs: number | undefined;
  readonly #startedAt = performance.now();
  readonly #over = new AbortController();

  /** @param limitMs all the time there is, in milliseconds; undefined = as much as it takes */
  constructor(limitMs: number | undefined) {
    this.#limitMs = limitMs;
  }

  /** Aborted as soon as the time for a part of the check is over. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** What the work comes to, if that leaves enough time to conclude. */
  toLook<T>(work: Promise<T>): Promise<T> {
    return this.#within(TO_CONCLUDE, "the schema was read", work);
  }

  /** What the work comes to, if that leaves enough time to say that it did not. */
  toConclude<T>(work: Promise<T>): Promise<T> {
    return this.#within(TO_SAY_SO, "the result was stored and told", work);
  }

  toSaySo<T>(work: Promise<T>): Promise<T> {
    return this.#within(NOTHING, "the failure was noted", work);
  }

  async #within<T>({ part, atMostMs }: Kept, what: string, work: Promise<T>): Promise<T> {
    if (this.#limitMs === undefined) return work;
    const limitMs = this.#limitMs;
    const left = limitMs - Math.min(part * limitMs, atMostMs) - (performance.now() - this.#startedAt);
    // What comes of it later is of no interest any more.
    work.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(outOfTime(limitMs, what)), Math.max(0, left));
    });
    try {
      return await Promise.race([work, over]);
    } catch (error) {
      if (error instanceof DriftwatchError && error.code === "out-of-time") this.#over.abort(error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

const outOfTime = (limitMs: number, what: string): DriftwatchError =>
  new DriftwatchError(
    "out-of-time",
    `the ${seconds(limitMs)} s that the check has were over before ${what}`,
    "see what the database or AWS was slow at, or give the function a longer timeout and more memory",
  );

const seconds = (ms: number): string => String(Math.round(ms / 100) / 10);
