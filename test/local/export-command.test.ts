import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '#infra/local/cli/cli-context.ts';
import { addExportCommand } from '#infra/local/cli/export.ts';
import { readExportedSet } from '#infra/local/evaluation/exported-set.ts';
import { promptfooExport } from '#infra/local/evaluation/promptfoo-export.ts';
import { retrievalRun } from '../doubles/evaluation-runs.ts';
import { PromptfooConfig, RagasSample } from '../doubles/export-shapes.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const GOLD = 'test/fixtures/gold/gold.json';
const QUESTIONS = 'test/fixtures/questions.json';

async function exported(format: string, set: string, more: readonly string[] = []) {
  const out = path.join(temporaryFolder(), 'exported');
  const args = ['export', set, '--format', format, '--out', out, '--json', ...more];
  const { code, documents } = await runCommand(addExportCommand, args);
  return { code, documents, text: code === 0 ? readFileSync(out, 'utf8') : '' };
}

const samplesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => RagasSample.parse(JSON.parse(line)));

function squadFile(): string {
  const file = path.join(temporaryFolder(), 'squad.json');
  const answers = [{ text: 'Rouen', answer_start: 10 }];
  const qas = [{ id: 'a', question: 'From where did Rollo rule?', answers }];
  const paragraphs = [{ context: 'Rollo ruled from Rouen.', qas }];
  writeFileSync(file, JSON.stringify({ data: [{ title: 'The_Normans', paragraphs }] }));
  return file;
}

describe('a set is written for ragas', () => {
  it('as a sample a line, with the passages that hold the answer', async () => {
    const { documents, text } = await exported('ragas', GOLD);

    expect(documents).toMatchObject([{ format: 'ragas', dataset: 'small 1', cases: 3 }]);
    expect(samplesOf(text)[1]).toEqual({
      user_input: 'How many strings does a violin have?',
      reference: 'A violin has four strings tuned in fifths.',
      reference_contexts: ['A violin has four strings tuned in fifths.'],
    });
  });

  it('with a refusal as the reference where nothing that the asker may read answers', async () => {
    const samples = samplesOf((await exported('ragas', QUESTIONS)).text);

    expect(samples).toHaveLength(35);
    expect(samples.filter(({ reference }) => reference === 'Not answered.')).toHaveLength(15);
  });

  it('from the format of SQuAD, with the paragraph as the context', async () => {
    const samples = samplesOf((await exported('ragas', squadFile())).text);

    expect(samples).toContainEqual({
      user_input: 'From where did Rollo rule?',
      reference: 'Rouen',
      reference_contexts: ['# The Normans\n\nRollo ruled from Rouen.'],
    });
    expect(samples.map(({ reference }) => reference).sort()).toEqual(['Not answered.', 'Rouen']);
  });
});

describe('a set is written for promptfoo', () => {
  it('as a configuration that asks the API and looks for the answer', async () => {
    const config = PromptfooConfig.parse(JSON.parse((await exported('promptfoo', GOLD)).text));

    expect(config.providers).toMatchObject([
      { id: 'https', config: { method: 'POST', body: { question: '{{prompt}}' } } },
    ]);
    expect(config.tests[0]).toMatchObject({
      vars: { question: 'Why does coral turn white?' },
      assert: [{ type: 'icontains-any', value: ['Warm water bleaches coral because the algae leave it.'] }],
      metadata: { type: 'article' },
    });
    expect(config.tests[0]).not.toHaveProperty('providerOutput');
  });

  it('with the figures of a run beside its cases, and of no other set’s run', async () => {
    const { gold, cases } = await readExportedSet(GOLD);
    const run = retrievalRun(1, { dataset: { name: 'small 1', corpus: 'ab'.repeat(32), gold } });
    const [own, other] = [path.join(temporaryFolder(), 'run.json'), path.join(temporaryFolder(), 'other.json')];
    writeFileSync(own, JSON.stringify({ ...run, cases: run.cases.map((each) => ({ ...each, id: cases[0]?.id })) }));
    writeFileSync(other, JSON.stringify(retrievalRun(1)));

    const { text } = await exported('promptfoo', GOLD, ['--run', own]);

    expect(PromptfooConfig.parse(JSON.parse(text)).tests).toMatchObject([
      { description: 'coral', metadata: { figures: { milliseconds: 40 } } },
    ]);
    expect((await exported('promptfoo', GOLD, ['--run', other])).code).toBe(EXIT_CODES.usage);
  });

  it.each([
    '{{env.AFFIDAVIT_TOKEN}}',
    '{% include "x" %}',
    'file:///etc/passwd',
    '{# c #}',
    'a {% endraw %}{{env.HOME}}',
  ])('such that %s in a question or a document stays text', (text) => {
    const asked = { id: 'q', question: text, references: [text], referenceContexts: [text], slices: {} };

    const [test] = PromptfooConfig.parse(JSON.parse(promptfooExport('set', [asked]))).tests;

    const raw = /^\{% raw %\}(?:(?!\{%).)*\{% endraw %\}$/su;
    expect(test?.vars['question']).toMatch(raw);
    expect(test?.vars['context']).toEqual([expect.stringMatching(raw)]);
    expect(test?.assert[0]?.value).toEqual([expect.stringMatching(raw)]);
  });
});
