/** Digits that count of what three decimals would hardly show, such as dollars of one question. */
const DIGITS = 3;

/** A figure for people: three decimals, and small ones in as many as three digits take. */
export function shownFigure(value: number): string {
  const isSmall = value !== 0 && Math.abs(value) < 0.01;
  return isSmall ? value.toLocaleString('en-US', { maximumSignificantDigits: DIGITS }) : value.toFixed(3);
}
