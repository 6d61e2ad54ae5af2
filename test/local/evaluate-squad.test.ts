import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { evaluateSquad, type SquadService } from '#infra/local/evaluation/evaluate-squad.ts';
import { reportOf } from '#infra/local/evaluation/evaluation-report.ts';
import { runOf } from '#infra/local/evaluation/measurement.ts';
import { isSquadFile, readSquadFile } from '#infra/local/evaluation/squad-file.ts';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import { receipt } from '../doubles/sample-records.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const TEXT = 'Rollo ruled the duchy from the town of Rouen for twenty years.';

function squadFile() {
  const file = path.join(temporaryFolder(), 'squad.json');
  const answerable = { id: 'a', question: 'From where did Rollo rule?', answers: [{ text: 'Rouen' }] };
  const fooling = { id: 'b', question: 'From where did Rollo flee?', answers: [], is_impossible: true };
  const paragraphs = [{ context: TEXT, qas: [answerable, fooling] }];
  writeFileSync(file, JSON.stringify({ version: 'v2.0', data: [{ title: 'The_Normans', paragraphs }] }));
  return file;
}

function answered(quote: string, start = TEXT.indexOf(quote)): AnswerResponse {
  const place = { chunkId: 'c', documentId: 'd', name: 'n', title: 't', page: 1, start, end: start + quote.length };
  return {
    ...{ answerId: 'x', outcome: 'answered', sources: [], answerer: 'stub', degraded: false, notes: [] },
    claims: [{ text: quote, citation: { ...place, quote, boxes: [], score: 1 } }],
  };
}

async function metricsOf(answer: AnswerResponse, changes: Partial<SquadService> = {}) {
  const { cases, name, corpus, gold } = await readSquadFile(squadFile());
  const service: SquadService = {
    ask: async () => answer,
    receipt: async (tenant) => receipt({ evidence: { score: tenant === 'squad-1' ? 0.9 : 0.1, threshold: 0.5 } }),
    documentIdOf: () => 'd',
    pageText: async () => TEXT,
    ...changes,
  };
  const measured = await evaluateSquad(cases, service, { limit: 9, now: () => 0, onProgress: () => {} });
  const { metrics } = reportOf(runOf(measured, { dataset: { name, corpus, gold }, system: {}, at: 0 }));
  return Object.fromEntries(Object.entries(metrics).map(([key, { value }]) => [key, value]));
}

it('asks each question where its paragraph is and where it is not', async () => {
  const { cases, objects, rules } = await readSquadFile(squadFile());

  expect(await isSquadFile(squadFile())).toBe(true);
  expect(objects.map(({ key }) => key)).toEqual(['tenants/squad-1/articles/0/0.md']);
  expect(rules).toHaveLength(2);
  expect(cases.map(({ id, kind, tenant }) => [id, kind, tenant]).sort()).toEqual([
    ['a', 'answerable', 'squad-1'],
    ['a/absent', 'absent', 'squad-2'],
    ['b', 'adversarial', 'squad-1'],
  ]);
});

it('counts quotes that hold the answer, refusals, citations that stand where they say, and the area of the score', async () => {
  expect(await metricsOf(answered('from the town of Rouen'))).toMatchObject({
    ...{ 'quoteHit@3': 1, wrongRefusal: 0, 'abstention.absent': 0, 'abstention.adversarial': 0 },
    ...{ 'citation.coverage': 1, 'citation.correct': 1, 'claims.kept': 0.5, 'claims.dropped': 0.5, completeness: 1 },
    ...{ tokens: 120, cost: 0.002 },
    ...{ 'answerability.auroc': 0.5, 'answerability.auroc.within': 0.5, 'absence.auroc': 1 },
  });
});

it.each([
  ['the answer in another document', { documentIdOf: () => 'other' }, { 'quoteHit@3': 0 }],
  ['a page that says something else', { pageText: async () => 'Else.' }, { 'citation.correct': 0 }],
])('does not count %s', async (_what, changes, expected) => {
  expect(await metricsOf(answered('from the town of Rouen'), changes)).toMatchObject(expected);
});

it('counts a refusal as wrong where there is an answer, and as right where there is none', async () => {
  const refusal: AnswerResponse = { ...answered('Rouen'), outcome: 'no-evidence', claims: [] };

  expect(await metricsOf(refusal)).toMatchObject({
    wrongRefusal: 1,
    'abstention.absent': 1,
    'quoteHit@3': 0,
    completeness: 0,
  });
});
