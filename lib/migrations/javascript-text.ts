/** SQL as a literal of JavaScript. */

/** A template that means the text, on as many lines as it has; a carriage return would be lost if it were not spelt. */
export const javascriptText = (text: string): string =>
  `\`${text.replaceAll(/[\\`]|\$(?=\{)/g, String.raw`\$&`).replaceAll("\r", String.raw`\r`)}\``;
