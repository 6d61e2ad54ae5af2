import { InvalidArgumentError } from 'commander';

/** Reads an option's value as a whole number of at least 1. */
export function positiveInteger(value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('it takes a whole number of at least 1.');
}

/** Reads an option's value as a number above 0. */
export function positiveNumber(value: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('it takes a number above 0.');
}

/** Reads an option's value as a number above 0 and at most 1. */
export function share(value: string): number {
  const number = positiveNumber(value);
  if (number <= 1) return number;
  throw new InvalidArgumentError('it takes a number above 0 and up to 1.');
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Reads a span of time such as `30m` or `8h` into seconds. */
export function timeSpan(value: string): number {
  const [, amount = '', unit = ''] = value.match(/^(\d{1,6})([smhd])$/) ?? [];
  const seconds = Number(amount) * (SECONDS[unit] ?? 0);
  if (seconds > 0) return seconds;
  throw new InvalidArgumentError('it takes a number and s, m, h or d, such as 8h.');
}

/** Gathers an option that may be given several times. One value each, so that it never swallows what comes after it. */
export function repeated(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
