/** A share of 1 as a length in CSS. */
export function cssPercent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
