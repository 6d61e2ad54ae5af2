import { describe, expect, it } from 'vitest';
import { problemOf } from '#shared/contracts/api.ts';
import { failureNamed, failureTraits, PipelineFailure, RETRYABLE_FAILURES } from '#shared/domain/failures.ts';

describe('failures', () => {
  it('carry their name to Lambda, the state machine and the API, and their cause to nobody', () => {
    const failure = new PipelineFailure('DocumentEncrypted', 'asks for a password', { cause: new Error('secret') });

    expect(failure).toMatchObject({ name: 'DocumentEncrypted', details: {} });
    expect(JSON.stringify(problemOf(failure))).not.toContain('secret');
  });

  it('need nothing but a name and a message', () => {
    expect(new PipelineFailure('NotFound', 'no such document')).toMatchObject({ name: 'NotFound', details: {} });
  });

  it.each(RETRYABLE_FAILURES)('%s, which time can heal, tells a client to try again by its status', (name) => {
    expect([409, 503]).toContain(failureTraits(name).status);
  });

  it('are known by their names, and any other name is a defect', () => {
    expect(failureNamed('ModelThrottled')).toBe('ModelThrottled');
    expect(failureNamed('TypeError')).toBe('Unexpected');
    expect(failureNamed(undefined)).toBe('Unexpected');
  });
});
