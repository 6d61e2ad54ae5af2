import { describe, expect, it } from 'vitest';
import {
  admitCall,
  afterAnswer,
  afterFailure,
  afterNoProof,
  CIRCUIT_POLICY,
  CLOSED,
  circuitChange,
} from '#shared/domain/circuit.ts';

const policy = { failuresToOpen: 2, pauseMilliseconds: 100 };

describe('a circuit', () => {
  it('opens after so many failures in a row, and an answer in between starts the count anew', () => {
    const once = afterFailure(CLOSED, 0, policy);
    const twice = afterFailure(once, 10, policy);

    expect([once.state, twice.state]).toEqual(['closed', 'open']);
    expect(afterFailure(afterAnswer(), 10, policy).state).toBe('closed');
  });

  it('lets nobody through while it is open, and then one alone', () => {
    const open = afterFailure(afterFailure(CLOSED, 0, policy), 0, policy);

    expect(admitCall(open, 99, policy)).toBeUndefined();
    const probing = admitCall(open, 100, policy);
    expect(probing?.state).toBe('half-open');
    expect(admitCall(probing ?? CLOSED, 101, policy)).toBeUndefined();
  });

  it('gives the place of a probe that never came back to the next after a pause', () => {
    const probing = admitCall({ state: 'open', failures: 2, until: 0 }, 0, policy) ?? CLOSED;

    expect(admitCall(probing, 100, policy)?.state).toBe('half-open');
  });

  it('stays open after a probe that fails, and closes after one that succeeds', () => {
    const probing = { state: 'half-open', failures: 2, until: 100 } as const;

    expect(afterFailure(probing, 50, policy)).toEqual({ state: 'open', failures: 3, until: 150 });
    expect(admitCall(afterAnswer(), 50, policy)).toEqual(CLOSED);
  });

  it('learns nothing from a call that its caller gave up', () => {
    expect(afterNoProof({ state: 'half-open', failures: 2, until: 100 }, 50).until).toBe(50);
    expect(afterNoProof(CLOSED, 50)).toBe(CLOSED);
  });

  it('tells of an opening once, of each failed probe, and of its closing', () => {
    const open = afterFailure(afterFailure(CLOSED, 0, policy), 0, policy);
    const probing = admitCall(open, 100, policy) ?? CLOSED;

    expect(circuitChange(CLOSED, open)).toBe('opened');
    expect(circuitChange(probing, afterFailure(probing, 100, policy))).toBe('opened');
    expect(circuitChange(probing, afterAnswer())).toBe('closed');
    expect(circuitChange(open, afterFailure(open, 10, policy))).toBeUndefined();
    expect(circuitChange(probing, afterNoProof(probing, 100))).toBeUndefined();
    expect(circuitChange(CLOSED, afterAnswer())).toBeUndefined();
  });

  it('by default is no longer open than a reader waits', () => {
    expect(CIRCUIT_POLICY.pauseMilliseconds).toBeLessThanOrEqual(5_000);
  });
});
