/** Who is tied to whom among many: addresses as numbers, and for each of them those at the other end. */

/** Numbers for addresses, in the order in which they are met. */
export class Numbering {
  readonly #numbers = new Map<string, number>();
  readonly #addresses: string[] = [];

  constructor(addresses: Iterable<string>) {
    for (const address of addresses) this.#of(address);
  }

  get size(): number {
    return this.#addresses.length;
  }

  /** The number of an address; of one that is new, the next. */
  #of(address: string): number {
    const known = this.#numbers.get(address);
    if (known !== undefined) return known;
    this.#numbers.set(address, this.#addresses.length);
    return this.#addresses.push(address) - 1;
  }

  /** Its number, if it has one. */
  find = (address: string): number | undefined => this.#numbers.get(address);

  at = (number: number): string => this.#addresses[number] as string;

  /** The numbers of pairs, one after the other. */
  pairs(pairs: Iterable<readonly [string, string]>): Uint32Array {
    const numbers: number[] = [];
    for (const [from, to] of pairs) numbers.push(this.#of(from), this.#of(to));
    return Uint32Array.from(numbers);
  }
}

const NONE: ReadonlySet<string> = new Set();

export class Ties {
  readonly #numbering: Numbering;
  /** Of each number, where its own begin among the others; one more says where those of the last end. */
  readonly #starts: Uint32Array;
  readonly #others: Uint32Array;
  /** Most are never asked for. */
  readonly #known = new Map<number, ReadonlySet<string>>();

  /** @param pairs two numbers each, of which the first is asked for the second; `backwards`, the second for the first */
  constructor(numbering: Numbering, pairs: Uint32Array, way: "forwards" | "backwards" = "forwards") {
    this.#numbering = numbering;
    this.#starts = new Uint32Array(numbering.size + 1);
    this.#others = new Uint32Array(pairs.length / 2);
    const own = way === "forwards" ? 0 : 1;
    const starts = this.#starts;
    for (let at = own; at < pairs.length; at += 2) starts[(pairs[at] as number) + 1]!++;
    for (let number = 1; number < starts.length; number++) starts[number]! += starts[number - 1]!;
    const free = starts.slice();
    for (let at = 0; at < pairs.length; at += 2) this.#others[free[pairs[at + own]!]!++] = pairs[at + 1 - own]!;
  }

  /** Those at the other end, in the order in which they were given. */
  of(address: string): ReadonlySet<string> {
    const number = this.#numbering.find(address) ?? -1;
    const [start, end] = [this.#starts[number] ?? 0, this.#starts[number + 1] ?? 0];
    if (start >= end) return NONE;
    const known = this.#known.get(number) ?? new Set(Array.from(this.#others.subarray(start, end), this.#numbering.at));
    this.#known.set(number, known);
    return known;
  }
}
