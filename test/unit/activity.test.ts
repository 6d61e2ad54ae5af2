import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activity, activityFields, activityLevel } from '#shared/domain/activity.ts';
import { defectDetails } from '#shared/domain/defect.ts';

const DOCUMENT = '0123456789abcdef0123456789abcdef';
const RUN: Activity = {
  ...{ function: 'extract', invocationId: '5f0a-1', outcome: 'succeeded', milliseconds: 12, attempt: 2 },
  ...{ tenantId: 'acme', documentId: DOCUMENT, execution: `${DOCUMENT}-0123456789ab-p1-a2` },
};

describe('activityFields', () => {
  it('gives ids, counts and durations as they are', () => {
    const request = { requestId: 'r-1', route: 'POST /v1/answers/{id}/feedback', status: 204 };

    expect(activityFields(RUN)).toEqual(RUN);
    expect(activityFields({ ...RUN, ...request })).toEqual({ ...RUN, ...request });
  });

  it('leaves out a field that is not on the list', () => {
    expect(activityFields({ ...RUN, text: 'Ana' } as Activity)).toEqual(RUN);
  });

  it.each([
    ['documentId', 'contract.txt'],
    ['tenantId', 'Ana Ruiz'],
    ['execution', 'walrus'],
    ['route', 'GET /v1/Ana'],
    ['requestId', 'what did she sign?'],
    ['status', Number.NaN],
  ])('leaves out a %s that does not look like one', (name, value) => {
    expect(activityFields({ ...RUN, [name]: value } as Activity)).not.toHaveProperty(name);
  });

  it('gives numbers of a failure, and words of ours under names that are known', () => {
    const details = {
      status: 503,
      error: 'ThrottlingException',
      isLast: true,
      reason: 'walrus',
      kind: 'Ana Ruiz',
      cause: {},
    };

    const fields = activityFields({ ...RUN, outcome: 'ModelThrottled', details });

    expect(fields['details']).toEqual({ status: 503, error: 'ThrottlingException', isLast: true });
  });

  it('lets no text through that holds a blank, whatever field it is put into', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(RUN), 'details'), fc.string(), fc.string(), (field, before, after) => {
        const planted = `${before}Ana Ruiz${after}`;
        const value = field === 'details' ? { kind: planted, [planted]: 1 } : planted;

        return !JSON.stringify(activityFields({ ...RUN, [field]: value } as Activity)).includes('Ruiz');
      }),
    );
  });
});

it.each([
  ['succeeded', 'info'],
  ['abandoned', 'info'],
  ['Superseded', 'info'],
  ['NotFound', 'info'],
  ['StateNewer', 'warn'],
  ['ModelThrottled', 'warn'],
  ['DocumentUnreadable', 'warn'],
  ['Unexpected', 'error'],
] as const)('a run that %s is told at level %s', (outcome, level) => {
  expect(activityLevel({ outcome })).toBe(level);
});

describe('defectDetails', () => {
  it.each([
    [
      'our own line that called a package',
      ['index.mjs:57:1234', 'read-pages.ts:12:5', 'handler.ts:3:1'],
      'read-pages.ts:12',
    ],
    ['the line of a package where none is ours', ['index.mjs:57:1234', 'other.cjs:1:1'], 'index.mjs:57'],
    ['no place where there is none', [], ''],
  ])('tell %s', (_what, frames, place) => {
    const error = new TypeError('Ana Ruiz');
    error.stack = ['TypeError: Ana Ruiz', ...frames.map((frame) => `    at read (file:///var/task/${frame})`)].join(
      '\n',
    );

    expect(defectDetails(error)).toEqual({ defect: 'TypeError', place });
  });

  it('tells the type of an error and the place, and none of its words', () => {
    const stack = 'TypeError: Ana Ruiz\n    at rentOf (file:///app/lease.ts:12:7)\n    at file:///app/main.ts:3:1';
    const defect = Object.assign(new TypeError('Ana Ruiz'), { stack });

    const told = defectDetails(defect);

    expect(told).toEqual({ defect: 'TypeError', place: 'lease.ts:12' });
  });

  it.each([
    ['an error without a stack', Object.assign(new Error('x'), { stack: undefined }), { defect: 'Error', place: '' }],
    ['what is no error', 'Ana Ruiz', { defect: 'string', place: '' }],
  ])('takes %s', (_what, thrown, told) => {
    expect(defectDetails(thrown)).toEqual(told);
  });
});
