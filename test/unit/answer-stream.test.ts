import type { Context } from 'aws-lambda';
import { expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import { serveHttp } from '#infra/local/http-server.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import type { Passage } from '#shared/domain/answer.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import { guardedModels } from '#shared/runtime/guarded-answerer.ts';
import { countedPorts } from '../doubles/counted-ports.ts';
import { proxyEvent, wholeBody } from '../doubles/proxy-event.ts';
import { ANA, QUESTION } from '../doubles/question-api.ts';
import { questionStack } from '../doubles/question-stack.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { seededChance } from '../doubles/seeded-chance.ts';
import { unlimited } from '../doubles/unlimited.ts';

const POSITIONS = Array.from({ length: 50 }, (_, at) => at + 1);
const SENTENCES = Array.from({ length: 50 }, (_, at) => `The monthly rent of the hall number ${at + 1} is paid early.`);
const LIE = 'The monthly rent of the hall is 99,999 dollars.';

/** Every sentence of the passage, and a lie now and then. */
function claimsOf([passage]: readonly Passage[]) {
  return SENTENCES.flatMap((quote, at) => [
    { text: quote, chunkId: passage?.chunkId ?? '', quote },
    ...(at % 10 === 0 ? [{ text: LIE, chunkId: passage?.chunkId ?? '', quote }] : []),
  ]);
}

const talker: Answerer = {
  name: 'talker',
  answer: async ({ passages }, signal) => {
    signal?.throwIfAborted();
    return { claims: claimsOf(passages), usage: { inputTokens: 1, outputTokens: 1 } };
  },
};

async function halls(answerer: Answerer = talker) {
  const { ports, publish } = await questionStack();
  await publish({ documentId: 'halls', text: SENTENCES.join(' ') });
  const { answerers } = guardedModels([answerer], {
    clock: systemClock,
    chance: seededChance(1),
    metrics: recordedMetrics(),
  });
  const receipts: string[] = [];
  const ledger = {
    ...ports.ledger,
    writeReceipt: async (...[receipt, signal]: Parameters<typeof ports.ledger.writeReceipt>) => {
      await ports.ledger.writeReceipt(receipt, signal);
      receipts.push(receipt.answerId);
    },
  };
  return { receipts, ports: { ...ports, ledger, answerers } };
}

const CUT = new PipelineFailure('DependencyUnavailable', 'cut here');

type Ports = Awaited<ReturnType<typeof halls>>['ports'];

async function stream(ports: Ports): Promise<AsyncIterable<string>> {
  const request = { route: 'POST /v1/answers', caller: ANA, body: { question: QUESTION } };
  const context = { getRemainingTimeInMillis: () => 60_000 } as Context; // Handlers ask for nothing else of it.
  const event = proxyEvent({ ...request, headers: { accept: 'text/event-stream' } });
  const { body } = await createHandler(ports)(event, context);
  return body as AsyncIterable<string>; // Not text, for a stream was asked for.
}

const eventsOf = (text: string) => [...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);

it('sends each claim that holds, none that does not, and the receipt', async () => {
  const { ports } = await halls();

  const text = await wholeBody(await stream(ports));

  expect(eventsOf(text)).toEqual(['sources', ...SENTENCES.map(() => 'claim'), 'receipt', 'done']);
  expect(text).not.toContain('dollars');
});

/** The stream ended by name, had no receipt, and sent nothing that the whole one would not have begun with. */
function expectCutShort(text: string, { whole, at }: { readonly whole: string; readonly at: string }) {
  expect(eventsOf(text).slice(-2), at).toEqual(['error', 'done']);
  expect(eventsOf(text), at).not.toContain('receipt');
  expect(text, at).toContain('urn:affidavit:failure:DependencyUnavailable');
  expect(whole.startsWith(text.slice(0, text.indexOf('event: error'))), at).toBe(true);
}

it('ends with a typed event at whichever of its calls it is cut, and sends nothing that would not have come', async () => {
  const { ports, receipts } = await halls();
  let calls = 0;
  const whole = await wholeBody(await stream(countedPorts(ports, () => (calls += 1))));
  receipts.length = 0;

  for (let position = 1; position <= calls; position += 1) {
    const failing = countedPorts(ports, (call) => {
      if (call === position) throw CUT;
    });

    const text = await wholeBody(await stream(failing));

    expectCutShort(text, { whole, at: `cut at call ${position} of ${calls}` });
  }
  expect(calls).toBeGreaterThanOrEqual(7); // Collections, generation, two searches, documents, pages, receipt.
  expect(receipts).toEqual([]);
});

it('ends with a typed event after whichever of 50 claims its model breaks off, with those before it', async () => {
  const { ports, receipts } = await halls();
  const whole = await wholeBody(await stream(ports));
  receipts.length = 0;

  for (const position of POSITIONS) {
    const breaking: Answerer = {
      name: 'breaking',
      answer: async ({ passages }, _signal, onClaim) => {
        for (const claim of claimsOf(passages).slice(0, position)) onClaim?.(claim);
        throw CUT;
      },
    };

    const text = await wholeBody(await stream({ ...ports, answerers: [breaking] }));

    expectCutShort(text, { whole, at: `broken off after claim ${position}` });
    const told = claimsOf([]).slice(0, position);
    expect(eventsOf(text).filter((event) => event === 'claim')).toHaveLength(
      told.filter(({ text: claim }) => claim !== LIE).length,
    );
  }
  expect(receipts).toEqual([]);
});

it('stops all work when the client leaves after any of 50 events', async () => {
  const { ports, receipts } = await halls();

  for (const position of POSITIONS) {
    let calls = 0;
    const parts = (await stream(countedPorts(ports, () => (calls += 1))))[Symbol.asyncIterator]();
    let sent = '';
    for (let taken = 0; taken < position; taken += 1) sent += (await parts.next()).value;
    const before = calls;

    await parts.return?.();

    expect(calls, `gone after event ${position}`).toBe(before);
    expect(receipts).toEqual([]);
    expect(sent).not.toContain('dollars');
  }
});

it('aborts a model that is still writing when the client leaves after any of 50 events', async () => {
  const signals: AbortSignal[] = [];
  const writing: Answerer = {
    name: 'writing',
    answer: ({ passages }, signal, onClaim) => {
      if (signal) signals.push(signal);
      for (const claim of claimsOf(passages)) onClaim?.(claim);
      return new Promise(() => {}); // It would go on for ever.
    },
  };
  const { ports, receipts } = await halls(writing);

  for (const position of POSITIONS) {
    const parts = (await stream(ports))[Symbol.asyncIterator]();
    let sent = '';
    for (let taken = 0; taken < position; taken += 1) sent += (await parts.next()).value;

    await parts.return?.();

    expect(eventsOf(sent)).toEqual(['sources', ...Array.from({ length: position - 1 }, () => 'claim')]);
    expect(signals.at(-1)?.aborted ?? false, `gone after event ${position}`).toBe(position > 1);
    expect(sent).not.toContain('dollars');
  }
  expect(signals).toHaveLength(49); // Who leaves at the sources has asked no model.
  expect(receipts).toEqual([]);
});

it('aborts the model as soon as the client leaves', async () => {
  const asked = Promise.withResolvers<AbortSignal>();
  const deaf: Answerer = {
    name: 'deaf',
    answer: (_request, signal) => {
      if (signal) asked.resolve(signal);
      return new Promise(() => {});
    },
  };
  const { ports, receipts } = await halls(deaf);
  const parts = (await stream(ports))[Symbol.asyncIterator]();
  await parts.next();
  void parts.next();
  const signal = await asked.promise;

  await parts.return?.();

  expect(signal.aborted).toBe(true);
  expect(receipts).toEqual([]);
});

it('aborts the model when a client hangs up', async () => {
  const asked = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  const slow: Answerer = {
    name: 'slow',
    answer: (_request, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          aborted.resolve();
          reject(signal.reason);
        });
        asked.resolve();
      }),
  };
  const { ports } = await halls(slow);
  const gateway = async () => ({ statusCode: 200, headers: {}, body: await stream(ports) });
  const server = await serveHttp({ gateway, port: 0, limit: unlimited });
  const client = new AbortController();
  const response = await fetch(`${server.address}/v1/answers`, { signal: client.signal });
  void response.text().catch(() => undefined);
  await asked.promise;

  client.abort();

  await expect(aborted.promise).resolves.toBeUndefined(); // `bench` says how soon.
  await server.close();
});
