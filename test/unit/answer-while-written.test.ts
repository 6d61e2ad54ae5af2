import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import { localContext } from '#infra/local/local-function.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Policy } from '#shared/domain/policy.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import { guardedModels } from '#shared/runtime/guarded-answerer.ts';
import { proxyEvent, wholeBody } from '../doubles/proxy-event.ts';
import { ANA, QUESTION, questionApi } from '../doubles/question-api.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { seededChance } from '../doubles/seeded-chance.ts';

const FIRST = 'The monthly rent of the hall is 51,000 euros.';
const SECOND = 'It is payable by the third working day.';
const LIE = 'The monthly rent of the hall is 99,999 dollars.';
const DOWN = new PipelineFailure('DependencyUnavailable', 'the model broke off', { details: { status: 0 } });

/** Writes these sentences one after another, waiting for `next` before each and at its end; `fault` is its end. */
function writer(sentences: readonly string[], { next = async () => {}, fault }: WriterOptions = {}) {
  const state = { asked: 0 };
  const answerer: Answerer = {
    name: 'writer',
    answer: async ({ passages: [passage] }, signal, onClaim) => {
      state.asked += 1;
      const claims = sentences.map((text) => ({ text, chunkId: passage?.chunkId ?? '', quote: text }));
      for (const claim of claims) {
        await next();
        signal?.throwIfAborted();
        onClaim?.(claim);
      }
      await next();
      if (fault !== undefined) throw fault;
      return { claims, usage: { inputTokens: 1, outputTokens: 1 } };
    },
  };
  return { state, answerer };
}

interface WriterOptions {
  readonly next?: () => Promise<void>;
  readonly fault?: Error;
}

async function asked(answerer: Answerer, changes: { readonly policy?: Policy } = {}, accept = 'text/event-stream') {
  const { ports } = await questionApi();
  const { answerers } = guardedModels([answerer], {
    clock: systemClock,
    chance: seededChance(1),
    metrics: recordedMetrics(),
  });
  const handler = createHandler({ ...ports, ...changes, answerers: [...answerers, ...ports.answerers] });
  const request = { route: 'POST /v1/answers', caller: ANA, body: { question: QUESTION }, headers: { accept } };
  return (await handler(proxyEvent(request), localContext(60))).body;
}

const eventsOf = (text: string) => [...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);

describe('a model that streams', () => {
  it('has each claim sent once it was checked, while it writes the next', async () => {
    const turns = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { answerer } = writer([FIRST, SECOND], { next: async () => turns.shift()?.promise });
    const [first, second] = turns;
    const body = await asked(answerer);
    if (typeof body === 'string') throw new Error('not a stream');
    const parts = body[Symbol.asyncIterator]();
    const sources = await parts.next();
    first?.resolve();

    const claim = await parts.next(); // Comes, though the second sentence is still waited for.

    second?.resolve();
    let rest = '';
    for (let part = await parts.next(); !part.done; part = await parts.next()) rest += part.value;
    expect(eventsOf(`${sources.value}${claim.value}`)).toEqual(['sources', 'claim']);
    expect(eventsOf(rest)).toEqual(['claim', 'receipt', 'done']);
  });

  it('has no claim sent that does not hold, and none twice', async () => {
    const { answerer } = writer([LIE, FIRST, FIRST, LIE, SECOND]);

    const text = await wholeBody(await asked(answerer));

    const whole = JSON.parse(
      await wholeBody(await asked(writer([LIE, FIRST, FIRST, LIE, SECOND]).answerer, {}, '*/*')),
    );
    const sent = [...text.matchAll(/^event: claim\ndata: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
    expect(sent).toEqual(whole.claims);
    expect(text).not.toContain('dollars');
  });

  it('ends the answer by its failure once a claim was sent: nobody stands in, and it is not asked again', async () => {
    const { answerer, state } = writer([FIRST], { fault: DOWN });

    const text = await wholeBody(await asked(answerer));

    expect(eventsOf(text)).toEqual(['sources', 'claim', 'error', 'done']);
    expect(text).toContain('urn:affidavit:failure:DependencyUnavailable');
    expect(state.asked).toBe(1);
  });

  it('is stood in for when it fails before its first claim, or when nothing was sent yet', async () => {
    const silent = await wholeBody(await asked(writer([], { fault: DOWN }).answerer));
    const whole = JSON.parse(await wholeBody(await asked(writer([FIRST], { fault: DOWN }).answerer, {}, '*/*')));

    expect(eventsOf(silent)).toContain('receipt');
    expect(silent).toContain('"answerer":"extractive"');
    expect(whole).toMatchObject({ outcome: 'answered', answerer: 'extractive', degraded: true });
  });

  it('has nothing sent before its end where answers are judged as a whole', async () => {
    const rule = {
      id: 'r',
      on: ['answer'],
      refusal: 'not-permitted',
      note: 'No days.',
      patterns: ['working day'],
    } as const;
    const { answerer } = writer([FIRST, SECOND]);

    const text = await wholeBody(await asked(answerer, { policy: { rules: [rule] } }));

    expect(eventsOf(text)).toEqual(['sources', 'refusal', 'receipt', 'done']);
    expect(text).not.toContain('51,000');
  });
});
