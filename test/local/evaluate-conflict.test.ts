import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { addEvaluateCommand } from '#infra/local/cli/evaluate.ts';
import { giveTemplate } from '../doubles/cached-template.ts';
import { PromptfooConfig, RagasSample } from '../doubles/export-shapes.ts';
import { judgingEndpoint, type ShownToJudge } from '../doubles/judging-endpoint.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const SAYINGS = {
  'handbook.md': 'The notice period of permanent staff is three months.',
  'circular.md': 'The notice period of permanent staff is six months.',
  'canteen.md': 'The canteen serves lunch from noon until two in the afternoon.',
};

/** A question file about documents of which two contradict each other. */
function questionFolder(): string {
  const folder = temporaryFolder();
  const documents = path.join(folder, 'documents', 'tenants', 'acme', 'people');
  mkdirSync(documents, { recursive: true });
  for (const [name, text] of Object.entries(SAYINGS)) writeFileSync(path.join(documents, name), text);
  const access = { tenantId: 'acme', collection: 'people', access: ['everyone-in-tenant'], policy: 'identifiers' };
  writeFileSync(path.join(folder, 'collections.json'), JSON.stringify([access]));
  const asker = { tenant: 'acme', user: 'eve', groups: [] };
  const passage = (name: keyof typeof SAYINGS) => ({ document: `acme/people/${name}`, passage: SAYINGS[name] });
  const notice = {
    ...{ id: 'notice', question: 'How long is the notice period of permanent staff?', kind: 'conflict', asker },
    ...{ expected: passage('handbook.md'), parts: [passage('circular.md')] },
  };
  const lunch = { id: 'lunch', question: 'When does the canteen serve lunch?', kind: 'answerable', asker };
  const questions = [notice, { ...lunch, expected: passage('canteen.md') }];
  writeFileSync(path.join(folder, 'questions.json'), JSON.stringify(questions));
  return path.join(folder, 'questions.json');
}

/** Whether the answer has no word that its reference lacks; the extractive answerer quotes. */
function sameWords({ reference, answer }: ShownToJudge): boolean {
  return (answer.match(/\w+/g) ?? []).every((word) => reference.includes(word));
}

it('measures by the whole service whether contradictions are shown, and hands the answers on to other tools', async () => {
  const home = temporaryFolder();
  const [promptfoo, ragas] = [path.join(home, 'promptfoo.json'), path.join(home, 'ragas.jsonl')];
  const files = ['--promptfoo', promptfoo, '--ragas', ragas];
  await giveTemplate(home);

  const { documents } = await runCommand(
    addEvaluateCommand,
    ['evaluate', 'answers', questionFolder(), '--json', '--judge', ...files],
    home,
    { AFFIDAVIT_JUDGE_MODEL_URL: await judgingEndpoint(sameWords), AFFIDAVIT_JUDGE_MODEL: 'small-model' },
  );

  const all = expect.objectContaining({ value: 1 });
  const none = expect.objectContaining({ value: 0 });
  expect(documents).toMatchObject([
    {
      metrics: {
        ...{ conflict: all, 'conflict.false': none, completeness: all, 'citation.coverage': all },
        ...{ 'citation.correct': all, 'claims.dropped': none },
        ...{ 'advisory.faithful': all, 'advisory.correct': all, 'advisory.correct.agreement': all },
      },
      judge: { model: 'small-model', criteria: { faithful: { standing: 'uncalibrated' }, correct: {} } },
      models: expect.arrayContaining([expect.objectContaining({ model: 'small-model', calls: 12 })]),
    },
  ]);
  // What was asked and answered is handed on to other tools, with the passages that were retrieved.
  const samples = readFileSync(ragas, 'utf8').trim().split('\n');
  const [notice] = samples.map((line) => RagasSample.parse(JSON.parse(line)));
  expect(notice?.response?.split('\n').sort()).toEqual([SAYINGS['circular.md'], SAYINGS['handbook.md']].sort());
  expect(notice?.retrieved_contexts).toContain(SAYINGS['handbook.md']);
  const config = PromptfooConfig.parse(JSON.parse(readFileSync(promptfoo, 'utf8')));
  expect(config.providers).toEqual(['echo']);
  expect(config.tests.map(({ providerOutput }) => providerOutput)).toContain(SAYINGS['canteen.md']);
  expect(config.tests[0]?.metadata).toMatchObject({ kind: 'conflict', figures: { conflict: 1 } });
});
