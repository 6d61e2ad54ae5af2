import { InvalidArgumentError } from 'commander';
import { expect, it } from 'vitest';
import {
  documentFailure,
  pastTime,
  positiveInteger,
  positiveNumber,
  principalName,
  share,
  tenantName,
  timeSpan,
  wholeNumber,
} from '#infra/local/cli/option-values.ts';

const NOW = Date.UTC(2026, 2, 8, 12);

it.each([
  ['30m', '2026-03-08T11:30:00Z'],
  ['2h', '2026-03-08T10:00:00Z'],
  ['7d', '2026-03-01T12:00:00Z'],
  ['2026-03-01', '2026-03-01T00:00:00Z'],
  ['2026-03-01T09:00Z', '2026-03-01T09:00:00Z'],
  ['2026-03-01T09:00:30.5+02:00', '2026-03-01T07:00:30.500Z'],
])('reads %s as a moment of the past', (value, expected) => {
  expect(pastTime(value)(NOW)).toBe(Date.parse(expected));
});

it.each(['', '2', 'h', '0h', '-2h', '2 h', '1.5h', '2w', 'yesterday', '2026-13-01', '2026-03-01T09:00', '1767225600'])(
  'refuses %j for one, and says what it takes',
  (value) => {
    expect(() => pastTime(value)).toThrow(InvalidArgumentError);
    expect(() => pastTime(value)).toThrow(/it takes a .* such as/);
  },
);

it('reads the names of failures that end a document, and no others', () => {
  expect(
    ['ModelThrottled', 'DetectorUnavailable', 'CollectionUndeclared', 'Unexpected'].map(documentFailure),
  ).toHaveLength(4);
  for (const value of ['Superseded', 'Forbidden', 'modelthrottled', '', '__proto__']) {
    expect(() => documentFailure(value), value).toThrow(InvalidArgumentError);
  }
});

it.each([
  [positiveInteger, ['1', '42'], ['0', '-1', '1.5', '', ' ', 'many', 'NaN', 'Infinity', '9007199254740992']],
  [wholeNumber, ['0', '1'], ['-1', '0.5', '', '-0', 'none']],
  [positiveNumber, ['0.01', '3'], ['0', '-3', '', 'NaN', 'Infinity']],
  [share, ['0.001', '1'], ['0', '1.001', '-0.5', '', 'half']],
  [timeSpan, ['1s', '30m', '999999d'], ['0s', '1', 's', '-1s', '1.5h', '1w', '']],
  [tenantName, ['acme', 'a', 'a-1'], ['', 'A', 'a b', '-a', 'a-', '../a', 'a'.repeat(64)]],
  [principalName, ['Ana', 'ana.ruiz@x', '1'], ['', ' ', 'a b', '@a', 'a/b', 'a'.repeat(129)]],
] as const)('reads with %o what it takes, and refuses all else', (read, taken, refused) => {
  for (const value of taken) expect(() => read(value), value).not.toThrow();
  for (const value of refused) expect(() => read(value), value).toThrow(InvalidArgumentError);
});
