import { describe, expect, it } from 'vitest';
import type { AnswerHistory } from '#shared/ports/answer-history.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { receipt } from '../../doubles/sample-records.ts';
import type { PortSuite } from './port-suite.ts';

interface HistoryUnderTest {
  readonly ledger: Pick<Ledger, 'writeReceipt' | 'writeFeedback'>;
  readonly history: AnswerHistory;
}

/** What every history of answers keeps to. `create` gives an empty one, and the ledger that tells it. */
export function answerHistorySuite({ name, create }: PortSuite<HistoryUnderTest>): void {
  const setUp = async () => {
    const { ledger, history } = await create();
    const answer = (answerId: string, changes: Parameters<typeof receipt>[0] = {}) =>
      ledger.writeReceipt(receipt({ answerId, ...changes }));
    const say = (answerId: string, verdict: 'helpful' | 'unhelpful', at = '2026-01-01T00:00:00.000Z') =>
      ledger.writeFeedback({ tenantId: 'acme', user: 'ana', answeredAt: receipt().at, answerId, verdict, at });
    return { history, answer, say };
  };

  describe(`AnswerHistory, ${name}`, () => {
    it('tells of each answer whose it is, what came of it and what it cost, use by use', async () => {
      const { history, answer } = await setUp();
      await answer('one', { cached: true });
      await answer('two', { tenantId: 'globex', outcome: 'no-evidence', cost: undefined });

      const answers = await history.answers();

      expect(answers).toHaveLength(2);
      expect(answers).toContainEqual({
        ...{ tenantId: 'acme', outcome: 'answered', isRemembered: true, cost: receipt().cost },
      });
      expect(answers).toContainEqual({ tenantId: 'globex', outcome: 'no-evidence', isRemembered: false });
    });

    it('takes an answer that is written again for one', async () => {
      const { history, answer } = await setUp();
      for (let times = 0; times < 3; times += 1) await answer('one');

      expect(await history.answers()).toHaveLength(1);
    });

    it('tells those of one month, to its last millisecond, whoever asked', async () => {
      const { history, answer } = await setUp();
      await answer('before', { at: '2025-11-30T23:59:59.999Z' });
      await answer('first', { at: '2025-12-01T00:00:00.000Z', outcome: 'unsafe' });
      await answer('last', { at: '2025-12-31T23:59:59.999Z', tenantId: 'globex' });
      await answer('after', { at: '2026-01-01T00:00:00.000Z' });

      const answers = await history.answers('2025-12');

      expect(answers.map(({ tenantId, outcome }) => `${tenantId} ${outcome}`).sort()).toEqual([
        'acme unsafe',
        'globex answered',
      ]);
      expect(await history.answers('2025-10')).toEqual([]);
      expect(await history.answers()).toHaveLength(4);
    });

    it('has the last word of the reader, also where it comes in a later month, and no other', async () => {
      const { history, answer, say } = await setUp();
      for (const answerId of ['one', 'two']) await answer(answerId);
      await say('one', 'helpful');
      await say('one', 'unhelpful', '2026-03-01T00:00:00.000Z');

      const verdicts = (await history.answers('2026-01')).map(({ verdict }) => verdict ?? 'none');

      expect(verdicts.sort()).toEqual(['none', 'unhelpful']);
      expect(await history.answers('2026-03')).toEqual([]);
    });

    it('rejects by an aborted signal', async () => {
      const { history } = await setUp();

      await expect(history.answers(undefined, AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
    });
  });
}
