/** How alike two names are: the ratio of Python's difflib.SequenceMatcher, to the last digit. */

/** Beyond this length, characters that make up more than a hundredth of the text no longer start a match. */
const LONG = 200;

/**
 * Twice the characters that match, in blocks as long as can be, over the characters of both: 1 for equal texts, 0 for
 * texts without a character in common. Not symmetric: which blocks are found first depends on the order.
 */
export function ratio(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const length = left.length + right.length;
  return length === 0 ? 1 : (2 * matches(left, right)) / length;
}

function matches(a: readonly string[], b: readonly string[]): number {
  const places = placesOf(b);
  const waiting: Span[] = [{ fromA: 0, toA: a.length, fromB: 0, toB: b.length }];
  let found = 0;
  for (let span = waiting.pop(); span; span = waiting.pop()) {
    const block = longestBlock(a, b, places, span);
    if (block.size === 0) continue;
    found += block.size;
    waiting.push(
      { ...span, toA: block.atA, toB: block.atB },
      { ...span, fromA: block.atA + block.size, fromB: block.atB + block.size },
    );
  }
  return found;
}

interface Span {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

interface Block {
  readonly atA: number;
  readonly atB: number;
  readonly size: number;
}

/** Where each character stands; of a long text without those that are everywhere. */
function placesOf(text: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [at, character] of text.entries()) {
    const known = places.get(character);
    if (known) known.push(at);
    else places.set(character, [at]);
  }
  if (text.length < LONG) return places;
  const many = Math.floor(text.length / 100) + 1;
  return new Map([...places].filter(([, at]) => at.length <= many));
}

/** The longest block that matches within the span; of several, the first in `a`, and of those the first in `b`. */
function longestBlock(
  a: readonly string[],
  b: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  { fromA, toA, fromB, toB }: Span,
): Block {
  let best: Block = { atA: fromA, atB: fromB, size: 0 };
  let endingBefore = new Map<number, number>();
  for (let atA = fromA; atA < toA; atA++) {
    const ending = new Map<number, number>();
    for (const atB of places.get(a[atA] as string) ?? []) {
      if (atB < fromB) continue;
      if (atB >= toB) break;
      const size = (endingBefore.get(atB - 1) ?? 0) + 1;
      ending.set(atB, size);
      if (size > best.size) best = { atA: atA - size + 1, atB: atB - size + 1, size };
    }
    endingBefore = ending;
  }
  let { atA, atB, size } = best;
  // What does not start a match may still prolong one.
  while (atA > fromA && atB > fromB && a[atA - 1] === b[atB - 1]) [atA, atB, size] = [atA - 1, atB - 1, size + 1];
  while (atA + size < toA && atB + size < toB && a[atA + size] === b[atB + size]) size++;
  return { atA, atB, size };
}
