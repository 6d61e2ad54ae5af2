import { expect, it } from 'vitest';
import { benchLines, benchReport, peakMemory } from '#infra/local/benchmark/bench-report.ts';
import { eventNames } from '#infra/local/benchmark/event-names.ts';
import { CHUNKS_PER_DOCUMENT, inventedDocument, inventedText } from '#infra/local/benchmark/invented-chunks.ts';
import { stubbedModels } from '#infra/local/benchmark/stubbed-models.ts';
import { writingModel } from '#infra/local/benchmark/writing-model.ts';
import { redacted } from '#shared/domain/text.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { passage } from '../doubles/passages.ts';

it('shows each figure with its unit and its number of cases', () => {
  const rows = [{ name: 'pdf.page.p50', value: 12.345, unit: 'ms', cases: 40 }] as const;

  const report = benchReport(rows, 3);

  expect(report).toMatchObject({ kind: 'bench', machine: { cores: expect.any(Number) }, seconds: 3, rows });
  expect(benchLines(report).at(-1)).toMatch(/^pdf\.page\.p50 +12\.3 ms +40 cases, goal at most 25: met$/);
  expect(peakMemory('x').value).toBeGreaterThan(10);
});

it('invents the same documents from the same seed, and other words for another', () => {
  const [one, again, other] = [1, 1, 2].map((seed) =>
    inventedDocument(7, 4, inventedText(seed), '2025-01-01T00:00:00Z'),
  );

  expect(one).toEqual(again);
  expect(one?.chunks[0]?.text).not.toBe(other?.chunks[0]?.text);
  expect(one?.chunks).toHaveLength(CHUNKS_PER_DOCUMENT);
  expect(Math.hypot(...(one?.chunks[0]?.vector ?? []))).toBeCloseTo(1, 10);
});

it('has model stubs that keep the contract of an embedder', async () => {
  const { embedder } = stubbedModels();
  const texts = [redacted('one'), redacted('two'), redacted('one')];

  const [first, second, third] = await embedder.embed(texts, 'passage');

  expect(first).toHaveLength(embedder.dimensions);
  expect(first).toEqual(third);
  expect(first).not.toEqual(second);
});

it('reads the names of events however the stream is cut', async () => {
  const text = 'event: sources\ndata: {}\n\nevent: claim\ndata: {"text":"é"}\n\nevent: done\ndata: {}\n\n';
  const bytes = new TextEncoder().encode(text);
  const parts = Array.from(bytes, (byte) => Uint8Array.of(byte));

  const names: string[] = [];
  for await (const name of eventNames(parts)) names.push(name);

  expect(names).toEqual(['sources', 'claim', 'done']);
});

it('has a model stub that says when its first claim was whole, and that it was stopped', async () => {
  const model = writingModel(manualClock());
  const request = { question: redacted('What is it?'), questionVector: [], passages: [passage('It is so.')] };
  const leaving = new AbortController();

  const { claims } = await model.answerer.answer(request);
  const aborted = model.nextAbort();
  await model.answerer.answer(request, leaving.signal, () => leaving.abort());

  expect(claims).toEqual([expect.objectContaining({ quote: 'It is so.' })]);
  expect(model.firstClaimAt('What is it?')).toBeLessThanOrEqual(performance.now());
  expect(await aborted).toBeLessThanOrEqual(performance.now());
  expect(model.firstClaimAt('Something else?')).toBeUndefined();
});
