import { InvalidArgumentError } from 'commander';
import { PrincipalNameSchema, TenantIdSchema } from '#shared/contracts/authorizer.ts';
import { type FailureName, type FailureOutcome, failureNamed, failureTraits } from '#shared/domain/failures.ts';

/** Reads an option's value as a whole number of at least 1. */
export function positiveInteger(value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('it takes a whole number of at least 1.');
}

/** Reads an option's value as a whole number. */
export function wholeNumber(value: string): number {
  return value === '0' ? 0 : positiveInteger(value);
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

/** A date, or a time with its zone: one without would mean another moment on another machine. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Reads a moment of the past, given as a span up to now or as a time, into what gives it in milliseconds since 1970. */
export function pastTime(value: string): (now: number) => number {
  if (/^\d+[smhd]$/.test(value)) {
    const seconds = timeSpan(value);
    return (now) => now - seconds * 1_000;
  }
  const at = ISO_TIME.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(at)) return () => at;
  throw new InvalidArgumentError('it takes a span such as 30m, 2h or 7d, or a time such as 2026-03-01T09:00Z.');
}

/** Reads an option's value as a month of UTC. */
export function month(value: string): string {
  if (/^\d{4}-(?:0[1-9]|1[0-2])$/.test(value)) return value;
  throw new InvalidArgumentError('it takes a month such as 2026-03.');
}

/** Reads the id of a tenant. No other is in any token, so that nothing would ever be found under it. */
export function tenantName(value: string): string {
  if (TenantIdSchema.safeParse(value).success) return value;
  throw new InvalidArgumentError('it takes the id of a tenant: lower-case letters, digits and hyphens.');
}

/** Reads the name of a user or of a group. */
export function principalName(value: string): string {
  if (PrincipalNameSchema.safeParse(value).success) return value;
  throw new InvalidArgumentError('it takes a name of letters, digits and . _ @ -, at most 128.');
}

const FAILED_ON_PURPOSE: readonly FailureOutcome[] = ['rejected', 'held'];

/** Reads the name of a failure that can end a document, such as `ModelThrottled`. */
export function documentFailure(value: string): FailureName {
  const name = failureNamed(value);
  if (name === value && FAILED_ON_PURPOSE.includes(failureTraits(name).outcome)) return name;
  throw new InvalidArgumentError('it takes the name of a failure as `affidavit documents` shows it.');
}

/** Gathers an option that may be given several times. One value each, so that it never swallows what comes after it. */
export function repeated(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
