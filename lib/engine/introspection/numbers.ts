/** A growing list of numbers, in typed arrays: a list that had to grow would stand in memory twice while it does. */

type Block = Uint32Array | Float64Array;

const IN_BLOCK = 1 << 14;

export class Numbers {
  readonly #make: (length: number) => Block;
  readonly #blocks: Block[] = [];
  #length = 0;

  /** @param type how wide the numbers are: 32 bits without a sign, or up to 2⁵³ */
  constructor(type: typeof Uint32Array | typeof Float64Array) {
    this.#make = (length) => new type(length);
  }

  get length(): number {
    return this.#length;
  }

  add(number: number): void {
    const place = this.#length++ % IN_BLOCK;
    if (place === 0) this.#blocks.push(this.#make(IN_BLOCK));
    (this.#blocks[this.#blocks.length - 1] as Block)[place] = number;
  }

  at(place: number): number {
    return this.#blocks[Math.floor(place / IN_BLOCK)]?.[place % IN_BLOCK] ?? 0;
  }

  /** All of them in ascending order, as one. */
  sorted(): Block {
    const all = this.#make(this.#length);
    let rest = this.#length;
    for (const [place, block] of this.#blocks.entries()) {
      all.set(block.subarray(0, Math.min(rest, IN_BLOCK)), place * IN_BLOCK);
      rest -= IN_BLOCK;
    }
    return all.sort();
  }
}
