/** A table in plain text: the first column to the left, the others to the right. */

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, place) => Math.max(...lines.map((line) => line[place]?.length ?? 0)));
  const cell = (text: string, place: number) =>
    place === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[place] ?? 0);
  return lines.map((line) => line.map(cell).join("  ").trimEnd()).join("\n");
}

export const whole = (value: number | undefined): string =>
  value === undefined ? "–" : Math.round(value).toLocaleString("en");

export const ratio = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
