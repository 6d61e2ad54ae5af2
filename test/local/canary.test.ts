import { describe, expect, it, onTestFinished } from 'vitest';
import { createHandler } from '#functions/canary/handler.ts';
import { runCanary as runCanaryFunction } from '#functions/canary/run-canary.ts';
import { runCanary } from '#infra/local/canary.ts';
import { everyDocument } from '#infra/local/every-document.ts';
import { gatewayQuestionApi } from '#infra/local/gateway-question-api.ts';
import { localContext } from '#infra/local/local-function.ts';
import type { LocalPorts } from '#infra/local/local-ports.ts';
import type { QuestionApi } from '#shared/ports/question-api.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

type Response = { passages?: { documentId: string; text: string }[] };

async function scene() {
  const metrics = recordedMetrics();
  const decorate = (ports: LocalPorts): LocalPorts => ({ ...ports, metrics });
  const { stack, behaviour } = await ingestStack(temporaryFolder(), { decorate });
  onTestFinished(() => stack.close());
  const api = gatewayQuestionApi(stack);
  /** The canary with an API that a test makes say something else. */
  const runWith = async (
    post: (real: QuestionApi['post'], ...call: Parameters<QuestionApi['post']>) => Promise<unknown>,
  ) => {
    const handler = createHandler({ ...stack.ports, api: { post: (...call) => post(api.post, ...call) } });
    const outcome = await handler({}, localContext(60));
    await stack.settled();
    return outcome;
  };
  const told = () => metrics.emitted.filter((values) => 'CanaryRuns' in values);
  return { stack, behaviour, runWith, told, left: () => everyDocument(stack.ports.ledger, 'affidavit-canary') };
}

describe('the canary', () => {
  it('goes from upload to checked answer to deletion, and leaves nothing', async () => {
    const { stack, told, left } = await scene();

    const { ok, stages, asked, found, leaks } = await runCanary(stack);

    expect(stages.map(({ stage, ok: isOk }) => [stage, isOk])).toEqual([
      ['published', true],
      ['answered', true],
      ['found', true],
      ['sealed', true],
      ['deleted', true],
    ]);
    expect([ok, asked, found, leaks]).toEqual([true, 8, 8, 0]);
    expect(await left()).toEqual([]);
    expect(told()).toEqual([
      {
        ...{ CanaryRuns: 1, CanaryFailures: 0, CanaryLeaks: 0, CanaryFacts: 8, CanaryMisses: 0 },
        ...{ CanaryDuration: expect.any(Number), CanaryFreshness: expect.any(Number) },
      },
    ]);
  });

  it('fails where the document is not published, and leaves nothing either', async () => {
    const { stack, behaviour, told, left } = await scene();
    behaviour.beforeEmbed = async () => {
      throw new Error('the model is down');
    };

    const { ok, stages } = await runCanary(stack);

    expect(ok).toBe(false);
    expect(stages[0]).toMatchObject({ stage: 'published', ok: false });
    expect(stages.map(({ stage }) => stage)).toEqual(['published', 'deleted']);
    expect(await left()).toEqual([]);
    expect(told()).toMatchObject([{ CanaryRuns: 1, CanaryFailures: 1, CanaryLeaks: 0 }]);
  });

  it('counts a planted value that is read as a leak, and says so', async () => {
    const { runWith, told } = await scene();

    const { ok, leaks } = await runWith(async (real, caller, path, body, signal) => {
      const response = (await real(caller, path, body, signal)) as Response; // As the API documents it.
      const [passage] = response.passages ?? [];
      return passage
        ? { ...response, passages: [{ ...passage, text: `${passage.text} DE89370400440532013000` }] }
        : response;
    });

    expect([ok, leaks]).toEqual([false, 1]);
    expect(told()).toMatchObject([{ CanaryFailures: 1, CanaryLeaks: 1 }]);
  });

  it('counts an outsider who finds the document as a leak', async () => {
    const { runWith, stack } = await scene();
    const keeper = { tenantId: 'affidavit-canary', user: 'canary', groups: ['canary'] };

    const { ok, leaks } = await runWith((real, _caller, path, body, signal) => real(keeper, path, body, signal));

    expect([ok, leaks]).toEqual([false, 2]);
    expect(await everyDocument(stack.ports.ledger, 'affidavit-canary')).toEqual([]);
  });

  it('tells facts that are not found from failures of the way', async () => {
    const { runWith, told } = await scene();
    let searches = 0;

    const { found, stages } = await runWith(async (real, ...call) => {
      if (call[1] === '/v1/search') searches += 1;
      const response = (await real(...call)) as Response; // As the API documents it.
      return call[1] === '/v1/search' && searches <= 2 ? { ...response, passages: [] } : response;
    });

    expect(found).toBe(6);
    expect(stages.find(({ stage }) => stage === 'found')?.ok).toBe(true);
    expect(told()).toMatchObject([{ CanaryFailures: 0, CanaryFacts: 8, CanaryMisses: 2 }]);
  });

  it('names the failure by which a stage ended, and cleans up after it, although its time is up', async () => {
    const { stack, left } = await scene();
    const real = gatewayQuestionApi(stack);
    const time = new AbortController();
    const post: QuestionApi['post'] = async (caller, path, ...call) => {
      if (path !== '/v1/answers') return real.post(caller, path, ...call);
      time.abort();
      throw new Error('nobody is there');
    };
    const signals = { signal: time.signal, cleanUpSignal: new AbortController().signal };

    const { stages } = await runCanaryFunction({ ...stack.ports, api: { post } }, signals);
    await stack.settled();

    expect(stages.map(({ stage, failure }) => [stage, failure])).toEqual([
      ['published', undefined],
      ['answered', 'Unexpected'],
      ['deleted', undefined],
    ]);
    expect(await left()).toEqual([]);
  });
});
