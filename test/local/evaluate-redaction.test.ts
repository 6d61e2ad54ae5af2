import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { evaluateRedaction } from '#infra/local/evaluation/evaluate-redaction.ts';
import { readSpannedTexts } from '#infra/local/evaluation/labelled-spans.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const ASKING = { limit: 9, now: () => 0, onProgress: () => undefined };

function fileOf(rows: unknown): string {
  const file = path.join(temporaryFolder(), 'set.json');
  writeFileSync(file, JSON.stringify(rows));
  return file;
}

it('reads the shape of Presidio, and gives recall, precision and what leaked', async () => {
  const text = 'Ana paid with 4111 1111 1111 1111 today';
  const spans = [
    { entity_type: 'PERSON', start_position: 0, end_position: 3 },
    { entity_type: 'CREDIT_CARD', start_position: 14, end_position: 33 },
    { entity_type: 'DATE_TIME', start_position: 34, end_position: 39 },
  ];
  const { texts } = await readSpannedTexts(fileOf([{ full_text: text, spans }]), new Map());
  const plan = async () => [
    { kind: 'PERSON', start: 0, end: 3, placeholder: '[PERSON:x]' } as const,
    { kind: 'PERSON', start: 4, end: 8, placeholder: '[PERSON:y]' } as const,
  ];

  const { cases, summary } = await evaluateRedaction(texts, plan, ASKING);

  expect(cases).toMatchObject([{ figures: { found: 0.5, whole: 0.5, right: 0.5, criticalLeaks: 1 } }]);
  expect(summary['recall.PERSON']?.value).toBe(1);
  expect(summary['wholeRecall.CARD']?.value).toBe(0);
  expect(summary['precision']?.value).toBe(0.5);
});

it('reads the shape of brat, whose offsets count characters and not code units', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'a.txt'), '🩺 Dra. Ruiz Gil');
  writeFileSync(path.join(folder, 'a.ann'), 'T1\tNOMBRE_PERSONAL_SANITARIO 7 11;12 15\tRuiz Gil\nR1\tx T1 T2\n');

  const { texts } = await readSpannedTexts(folder, new Map());

  expect(texts[0]?.spans.map(({ start, end }) => texts[0]?.text.slice(start, end))).toEqual(['Ruiz', 'Gil']);
});

it('lets a label be named, or left out', async () => {
  const spans = ['NICKNAME', 'LOCATION'].map((entity_type) => ({ entity_type, start_position: 0, end_position: 1 }));
  const names = new Map([
    ['NICKNAME', 'PERSON'],
    ['LOCATION', '-'],
  ]);

  const { texts } = await readSpannedTexts(fileOf([{ full_text: 'x', spans }]), names);

  expect(texts[0]?.spans.map(({ kind }) => kind)).toEqual(['PERSON', undefined]);
});
