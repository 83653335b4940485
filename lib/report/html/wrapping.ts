/** Where a line may end: in a long name between its words, and in no option of a command. */

import { type Html, html, type Part, verbatim } from "./markup.ts";

/** Letters of a name and of a whole word that fit in a line of a phone. */
const [NAME, WORD] = [24, 36];
const OPTION = /^--?[a-z][a-z-]*/;
const LONG_NAME = new RegExp(String.raw`\w{${NAME + 1},}`, "g");
const SOMETHING_TO_DO = new RegExp(String.raw`(?:^|\W)(?:\w{${NAME + 1}}|-)|(?:^|\s)\S{${WORD + 1}}`);

/** One line of text. */
export const wrapping = (text: string): Html =>
  SOMETHING_TO_DO.test(text) ? html`${text.split(/( +)/).map(wordHtml)}` : html`${text}`;

/** The lines of a `pre`. */
export const wrappingLines = (text: string): Html =>
  SOMETHING_TO_DO.test(text)
    ? between(
        text.split("\n").map((line) => between(line.split("\t").map(wrapping), "\t")),
        "\n",
      )
    : verbatim(text);

const between = (parts: readonly Html[], separator: string): Html =>
  html`${parts.map((part, at) => (at === 0 ? part : [verbatim(separator), part]))}`;

function wordHtml(word: string): Part {
  const [option] = OPTION.exec(word) ?? [];
  if (option !== undefined) return [html`<span class="word">${option}</span>`, word.slice(option.length)];
  const ends = [...endsIn(word)].sort((a, b) => a - b);
  return [0, ...ends].map((end, at) => [at === 0 ? null : html`<wbr>`, word.slice(end, ends[at])]);
}

/** Behind what a long word may be broken: between its names, and in a long name between its words. */
function endsIn(word: string): Set<number> {
  const between = word.length > WORD ? [...word.matchAll(/[./:,=(](?=["\w])|.(?=::)/g)] : [];
  const within = [...word.matchAll(LONG_NAME)].flatMap(({ 0: name, index }) =>
    [...name.matchAll(/_(?=[^_])|[a-z](?=[A-Z])/g)].map((end) => index + end.index),
  );
  return new Set([...between.map(({ index }) => index), ...within].map((index) => index + 1));
}
