import { dollarsFor, PRICES, type Price, type PriceCheck, type PriceName } from '#shared/domain/prices.ts';

/** One line of an estimate: so much of something, at its price. */
export interface CostLine {
  readonly what: string;
  readonly price: PriceName;
  /** In the price's own unit, a month. */
  readonly quantity: number;
  readonly unit: string;
  readonly dollars: number;
  readonly source: string;
  readonly date: string;
  /** What the price was compared with. */
  readonly checked: PriceCheck;
}

export function costLine(what: string, price: PriceName, quantity: number): CostLine {
  const { unit, source, date, checked }: Price = PRICES[price];
  return { what, price, quantity, unit, dollars: dollarsFor(price, quantity), source, date, checked };
}

export function totalOf(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}
