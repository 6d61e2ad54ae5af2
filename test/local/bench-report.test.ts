import { expect, it } from 'vitest';
import { benchLines, benchReport, peakMemory } from '#infra/local/benchmark/bench-report.ts';
import { CHUNKS_PER_DOCUMENT, inventedDocument, inventedText } from '#infra/local/benchmark/invented-chunks.ts';
import { stubbedModels } from '#infra/local/benchmark/stubbed-models.ts';
import { redacted } from '#shared/domain/text.ts';

it('shows each figure with its unit and its number of cases', () => {
  const rows = [{ name: 'pdf.page.p50', value: 12.345, unit: 'ms', cases: 40 }] as const;

  const report = benchReport(rows, 3);

  expect(report).toMatchObject({ kind: 'bench', machine: { cores: expect.any(Number) }, seconds: 3, rows });
  expect(benchLines(report).at(-1)).toMatch(/^pdf\.page\.p50 +12\.3 ms +40 cases$/);
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
