import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readLabelledFolder } from '#infra/local/classes/labelled-folder.ts';
import { evaluateClassification, evaluateFolds } from '#infra/local/evaluation/evaluate-classification.ts';
import { readLabelledTexts } from '#infra/local/evaluation/labelled-texts.ts';
import { redacted } from '#shared/domain/text.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { SHARED_PARTS } from '../doubles/shared-parts.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

function textFile(rows: readonly unknown[]): string {
  const file = path.join(temporaryFolder(), 'texts.jsonl');
  writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  return file;
}

const ROWS = [
  { id: 't1', label: 'nda', text: 'secret lease', language: 'en' },
  { id: 't2', label: 'lease', text: 'lease' },
  { id: 't3', label: 'lease', text: 'nothing' },
];
const NAMES = new Map([['nda', 'non-disclosure-agreement']]);

it('counts what is right, what got a class, and which label was taken for which', async () => {
  const { texts } = await readLabelledTexts(textFile(ROWS), NAMES);
  const seen: string[] = [];
  const service = {
    redact: async (text: string) => redacted(text.replace('secret', '[SECRET]')),
    classify: async ({ text }: { readonly text: string }) => {
      seen.push(text);
      return text.includes('lease')
        ? ({ documentClass: 'lease', confidence: 0.9 } as const)
        : ({ documentClass: 'unknown', confidence: 0.3 } as const);
    },
  };

  const { measurement, curve, mistaken } = await evaluateClassification(texts, service, {
    ...{ limit: 10, now: () => 0, onProgress: () => undefined },
  });

  expect(seen[0]).toBe('[SECRET] lease');
  expect(measurement.cases.map(({ figures }) => figures)).toEqual([
    { correct: 0, covered: 1, 'correct-of-covered': 0, milliseconds: 0 },
    { correct: 1, covered: 1, 'correct-of-covered': 1, milliseconds: 0 },
    { correct: 0, covered: 0, milliseconds: 0 },
  ]);
  expect(measurement.cases[0]?.slices).toEqual({ label: 'non-disclosure-agreement', language: 'en' });
  expect(measurement.summary['macro-f1']?.value).toBeCloseTo(0.25, 12);
  expect(measurement.summary['calibration-error']?.value).toBeCloseTo(1.1 / 3, 12);
  expect(curve.at(-1)).toMatchObject({ coverage: 1, accuracy: 1 / 3 });
  expect([...mistaken]).toEqual([
    ['non-disclosure-agreement > lease', 1],
    ['lease > unknown', 1],
  ]);
});

it('says what telling a class takes of paid models, by the labelled text', async () => {
  const { texts } = await readLabelledTexts(textFile(ROWS), NAMES);
  const titan = { model: 'amazon.titan-embed-text-v2:0', calls: 1, inputTokens: 500_000, outputTokens: 0 };
  const service = {
    redact: async (text: string) => redacted(text),
    classify: async () => ({ documentClass: 'lease', confidence: 0.9, uses: [titan] }) as const,
  };

  const { measurement } = await evaluateClassification(texts, service, {
    ...{ limit: 1, now: () => 0, onProgress: () => undefined },
  });

  expect(measurement.cases[0]?.figures['cost']).toBeCloseTo(0.01, 12);
});

it('refuses a label that is none of the classes, and says how to name one', async () => {
  await expect(readLabelledTexts(textFile(ROWS), new Map())).rejects.toThrow('nda is no class: --label nda=<class>');
});

it('numbers an id that comes again', async () => {
  const { texts } = await readLabelledTexts(textFile([ROWS[1], ROWS[1]]), NAMES);

  expect(texts.map(({ id }) => id)).toEqual(['t2', 't2#2']);
});

it('refuses a line that is malformed by its number, without its text', async () => {
  const file = textFile([ROWS[0], { id: 'x', text: 'private words' }]);

  await expect(readLabelledTexts(file, NAMES)).rejects.toThrow(/^texts\.jsonl at line 2 is malformed$/);
});

const TOPICS = {
  pump: ['pump pressure valve', 'valve of the pump', 'pressure in the pump valve', 'pump valve pressure seal'],
  blade: ['blade edge steel', 'steel blade', 'edge of the steel blade', 'steel edge blade'],
  cloth: ['cotton cloth weave', 'weave of cotton', 'cloth of cotton weave', 'cotton cloth'],
};

it('learns classes from the texts and tells each by what was learned without it', async () => {
  const rows = Object.entries(TOPICS).flatMap(([label, texts]) =>
    texts.map((text, at) => ({ id: `${label}${at}`, label, text })),
  );
  const { texts } = await readLabelledTexts(textFile(rows), new Map(), true);
  const ports = { redact: async (text: string) => redacted(text), embedder: hashedWordsEmbedder() };
  const asking = { limit: 99, now: () => 0, onProgress: () => undefined };

  const { measurement } = await evaluateFolds(texts, ports, { folds: 2, coverage: 1 }, asking);

  expect(measurement.summary['macro-f1']?.value).toBeGreaterThan(0.9);
  expect(measurement.summary['foreign-unknown']?.value).toBeGreaterThan(0);
  expect(measurement.figures).not.toHaveProperty('milliseconds');
});

it('reads a folder of examples: a class a folder, whatever the files are called', async () => {
  const folder = temporaryFolder();
  for (const [label, [text = '']] of Object.entries(TOPICS)) {
    mkdirSync(path.join(folder, label));
    writeFileSync(path.join(folder, label, 'Ana Ruiz.txt'), text);
  }

  const { texts } = await readLabelledFolder(folder, SHARED_PARTS.extraction);

  expect(texts.map(({ label }) => label)).toEqual(['blade', 'cloth', 'pump']);
  expect(JSON.stringify(texts.map(({ id }) => id))).not.toContain('Ana');
});

it('takes no class whose name could be mistaken for something else', async () => {
  const file = textFile([{ id: 'x', label: 'a\nb', text: 't' }]);

  await expect(readLabelledTexts(file, new Map(), true)).rejects.toThrow('a class is called by');
});
