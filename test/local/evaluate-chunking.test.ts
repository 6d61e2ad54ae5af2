import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readChunkingCorpus } from '#infra/local/evaluation/chunking-corpus.ts';
import { chunkingLines, chunkingRows } from '#infra/local/evaluation/chunking-table.ts';
import { evaluateChunking } from '#infra/local/evaluation/evaluate-chunking.ts';
import { readLabelledCorpus } from '#infra/local/evaluation/gold-set-files.ts';
import { runOf } from '#infra/local/evaluation/measurement.ts';
import { pooledChunking } from '#infra/local/evaluation/pooled-chunking.ts';
import type { ChunkingSetting } from '#shared/domain/chunking-settings.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { SHARED_PARTS } from '../doubles/shared-parts.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const GOLD = 'test/fixtures/gold/gold.json';
const { extraction } = SHARED_PARTS;

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

  it('measures several sets together, every case counting alike', async () => {
    const { run, shapes } = await measure([parts('whole', 1), parts('crumbs', 12)]);
    const other = { ...run, dataset: { ...run.dataset, name: 'other' }, cases: run.cases.slice(0, 1) };

    const together = pooledChunking([
      { run, shapes },
      { run: other, shapes },
    ]);

    expect(together.run.cases.map(({ id, slices }) => [id, slices])).toEqual([
      ['small/coral', { set: 'small' }],
      ['small/strings', { set: 'small' }],
      ['other/coral', { set: 'other' }],
    ]);
    expect(together.shapes.get('crumbs')).toEqual({ ...shapes.get('crumbs'), chunks: 48 });
    const rows = chunkingRows(together.run, together.shapes, 'whole');
    expect(rows.map(({ slices }) => Object.keys(slices))).toEqual([
      ['set=other', 'set=small'],
      ['set=other', 'set=small'],
    ]);
  });

  it('leaves out questions whose labels are not in the text, and counts them', async () => {
    const { corpus } = await measure([parts('whole', 1)]);

    expect(corpus).toMatchObject({ missing: 1, cases: [{ id: 'coral' }, { id: 'strings' }] });
  });

  it('takes a file in the layout of SQuAD: the evidence is the sentence that holds the answer', async () => {
    const place = path.join(temporaryFolder(), 'boats.json');
    const context = 'Ada sails on Mondays. On Tuesdays she mends nets, says Dr. Lee. Then she rests.';
    const asked = (id: string, text: string) => ({
      ...{ id, question: `${id}?`, answers: [{ text, answer_start: context.indexOf(text) }] },
    });
    const none = { id: 'none', question: 'Why?', answers: [], is_impossible: true };
    const qas = [asked('mends', 'nets'), asked('when', 'Mondays'), none];
    const data = ['Boats_of_Ada', 'Other'].map((title) => ({ title, paragraphs: [{ context, qas }] }));
    writeFileSync(
      place,
      JSON.stringify({ data: data.map((each, at) => (at === 0 ? each : { ...each, paragraphs: [] })) }),
    );

    const { gold, documents } = await readLabelledCorpus(place);

    expect(gold.cases.map(({ id, expected: [label] }) => [id, label?.document, label?.quote])).toEqual([
      ['mends', 'Boats_of_Ada.md', 'On Tuesdays she mends nets, says Dr. Lee.'],
      ['when', 'Boats_of_Ada.md', 'Ada sails on Mondays.'],
    ]);
    expect(new TextDecoder().decode(documents[0]?.bytes)).toBe(`# Boats of Ada\n\n${context}`);
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
