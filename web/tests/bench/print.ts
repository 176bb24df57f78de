/** How a number is printed beside what is wanted. */

/** Print a number; `least` where more is better. */
export function print(
  name: string,
  measured: number,
  wanted: number | undefined,
  unit: string,
  { least = false } = {},
): void {
  const goal = wanted === undefined ? "" : `   wanted ${String(wanted)}`;
  const isMet = wanted === undefined || (least ? measured >= wanted : measured <= wanted);
  const number = `${measured.toFixed(1)} ${unit}`.padStart(10);
  process.stdout.write(`${name.padEnd(50)} ${number}${goal}${isMet ? "" : "   MISSED"}\n`);
}
