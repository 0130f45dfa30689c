/** Numbers as plain text: medians, columns. */

/** The middle of some numbers; NaN of none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

/** A size as people write it: `80 B`, `10 kB` (1 kB = 1000 bytes). */
export function inBytes(size: number, digits = 0): string {
  return size < 1000 ? `${size} B` : `${(size / 1000).toFixed(digits)} kB`;
}

/** Prints a heading and rows in columns: the first one to the left, the others to the right. */
export function printTable(
  heading: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...rows.map((row) => (row[at] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  console.log(`\n${heading}\n`);
  console.log(`  ${line(columns)}`);
  console.log(`  ${widths.map((width) => '─'.repeat(width)).join('  ')}`);
  for (const row of rows) console.log(`  ${line(row).trimEnd()}`);
}

/** Says in a word whether a number keeps its aim. */
export const verdict = (value: number, atMost: number): string => (value <= atMost ? 'kept' : 'MISSED');
