import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readChunkingCorpus } from '#infra/local/evaluation/chunking-corpus.ts';
import { chunkingLines, chunkingRows } from '#infra/local/evaluation/chunking-table.ts';
import { evaluateChunking } from '#infra/local/evaluation/evaluate-chunking.ts';
import { readLabelledCorpus } from '#infra/local/evaluation/gold-set-files.ts';
import { runOf } from '#infra/local/evaluation/measurement.ts';
import { localExtraction } from '#infra/local/local-extraction.ts';
import type { ChunkingSetting } from '#shared/domain/chunking-settings.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const GOLD = 'test/fixtures/gold/gold.json';
const extraction = localExtraction();
afterAll(() => extraction.close());

const PORTS = {
  ...{ embedder: hashedWordsEmbedder(), analyzer: spacedWordsAnalyzer },
  tokens: { count: (text: string) => text.split(/\s+/).length },
};

/** Cuts pages into so many equal parts, whatever stands there. */
function parts(name: string, count: number): ChunkingSetting {
  const start: ChunkingSetting['start'] = () => {
    let position = 0;
    return {
      chunkPage: ({ number, text }) =>
        Array.from({ length: count }, (_, at) => {
          const [from, end] = [at, at + 1].map((part) => Math.floor((text.length * part) / count));
          const cut = text.slice(from, end) as typeof text;
          position += 1;
          return {
            ...{ position, page: number, start: from ?? 0, end: end ?? 0, text: cut },
            context: '' as typeof text,
          };
        }),
    };
  };
  return { name, start };
}

async function measure(settings: readonly ChunkingSetting[]) {
  const labelled = await readLabelledCorpus(GOLD);
  const corpus = await readChunkingCorpus(labelled, extraction);
  const options = { now: () => 0, onProgress: () => undefined };
  const { measurement, shapes } = await evaluateChunking(corpus, settings, PORTS, options);
  const dataset = { name: 'small', corpus: labelled.corpusHash, gold: labelled.goldHash };
  const run = runOf(measurement, { dataset, system: {}, at: 0 });
  return { run, corpus, shapes, rows: chunkingRows(run, shapes, settings[0]?.name ?? '') };
}

describe('evaluating chunking', () => {
  it('gives every setting of a list a row, with what it finds of the evidence at equal tokens', async () => {
    const { rows, run } = await measure([parts('whole', 1), parts('crumbs', 12)]);

    const [whole, crumbs] = ['whole', 'crumbs'].map((name) => rows.find(({ setting }) => setting === name));
    expect(whole).toMatchObject({ chunks: 2, metrics: { 'recall@400': { value: 1 } }, pValue: 1 });
    expect(crumbs).toMatchObject({ chunks: 24, slices: { 'type=article': expect.any(Number) } });
    expect(run.cases.map(({ id }) => id)).toEqual(['coral', 'strings']);
    expect(chunkingLines(run, rows)).toHaveLength(2 + rows.length);
  });

  it('leaves out questions whose labels are not in the text, and counts them', async () => {
    const { corpus } = await measure([parts('whole', 1)]);

    expect(corpus).toMatchObject({ missing: 1, cases: [{ id: 'coral' }, { id: 'strings' }] });
  });

  it('counts table rows that a border of a chunk falls into', async () => {
    const folder = temporaryFolder();
    const quote = 'Ada has the blue boat';
    const row = `"${quote}?","[{""content"": ""${quote}""}]",boats`;
    writeFileSync(path.join(folder, 'questions.csv'), `question,references,corpus_id\n${row}\n`);
    writeFileSync(path.join(folder, 'boats.md'), `${quote}.\n\n| a | b |\n| --- | --- |\n| one | two |\n`);
    const corpus = await readChunkingCorpus(await readLabelledCorpus(folder), extraction);

    const { shapes } = await evaluateChunking(corpus, [parts('whole', 1), parts('crumbs', 20)], PORTS, {
      ...{ now: () => 0, onProgress: () => undefined },
    });

    expect(shapes.get('whole')?.cutRows).toBe(0);
    expect(shapes.get('crumbs')?.cutRows).toBeGreaterThan(0);
  });
});

describe('a gold set that cannot be used is refused', () => {
  const gold = (changes: object) => ({
    ...{ schema: 'affidavit.gold-set/1', name: 'n', version: '1' },
    cases: [{ id: 'a', question: 'b', expected: [{ document: 'c.md', quote: 'd', ...changes }] }],
  });

  it.each([
    ['a document that is not there', gold({}), '1 labelled documents are not there'],
    ['a label of nothing', gold({ quote: undefined }), 'a quote or a page'],
    ['a start without an end', gold({ page: 1, start: 3 }), 'start and end go together'],
    ['another schema', { ...gold({}), schema: 'x' }, 'malformed (schema'],
  ])('%s', async (_what, content, reason) => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'documents'));
    writeFileSync(path.join(folder, 'gold.json'), JSON.stringify(content));

    await expect(readLabelledCorpus(path.join(folder, 'gold.json'))).rejects.toThrow(reason);
  });
});
