import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { addCommands } from '#infra/local/cli/add-commands.ts';
import { contradictedSquad } from '#infra/local/evaluation/contradicted-squad.ts';
import { evaluateFolds } from '#infra/local/evaluation/evaluate-classification.ts';
import { fitOf } from '#infra/local/evaluation/fit-of.ts';
import { readSquadFile } from '#infra/local/evaluation/squad-file.ts';
import type { RawText } from '#shared/domain/text.ts';
import { redacted } from '#shared/domain/text.ts';
import { giveTemplate } from '../doubles/cached-template.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

/** A set that asks nothing, in each of the layouts that are read. */
function emptySets() {
  const root = temporaryFolder();
  const file = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
    return path.join(root, name);
  };
  file('own/collections.json', '[]');
  file('beir/corpus.jsonl', '{"_id":"d","text":"Coral."}');
  file('beir/queries.jsonl', '{"_id":"q","text":"coral?"}');
  for (const split of ['test', 'train']) file(`beir/qrels/${split}.tsv`, 'query-id\tcorpus-id\tscore\n');
  return {
    root,
    beir: path.join(root, 'beir'),
    own: file('own/questions.json', '[]'),
    squad: file('squad.json', JSON.stringify({ data: [{ title: 'T', paragraphs: [{ context: 'Coral.', qas: [] }] }] })),
    gold: file('gold.json', '{"schema":"affidavit.gold-set/1","name":"n","version":"1","cases":[]}'),
    lines: file('lines.jsonl', '\n'),
    honest: file('honest.jsonl', '{"text":"Hello.","on":"question","expect":"answer"}'),
  };
}

describe('a set that asks nothing is refused, for its figures would be of nothing', () => {
  it.each([
    ['evaluate retrieval', 'beir', /judges no query/],
    ['evaluate retrieval', 'gold', /cases/],
    ['evaluate answers', 'own', /questions.json is missing or malformed/],
    ['evaluate answers', 'squad', /asks no question/],
    ['evaluate classification', 'lines', /no labelled texts/],
    ['evaluate judge', 'lines', /no labelled answers/],
    ['evaluate policy', 'lines', /malformed at line 1/],
    ['evaluate policy', 'honest', /no case that is to be refused/],
    ['verify policy', 'honest', /no case that is to be refused/],
    ['train-reranker', 'beir', /judges no query/],
    ['classes train', 'lines', /no labelled texts/],
    ['calibrate', 'beir', /judges no query/],
    ['calibrate', 'squad', /asks no question/],
    ['export --format ragas --out /dev/null', 'squad', /asks no question/],
    ['export --format ragas --out /dev/null', 'own', /questions.json is missing or malformed/],
  ] as const)('%s, of %s', async (command, set, said) => {
    const sets = emptySets();
    const home = path.join(sets.root, 'state');

    const { code, documents, notes } = await runCommand(
      addCommands,
      [...command.split(' '), sets[set], '--json'],
      home,
    );

    expect([code, documents]).toEqual([2, []]);
    expect(notes).toEqual([expect.stringMatching(said)]);
    expect(existsSync(home)).toBe(false); // Above all no calibration and no classes, which would serve from then on.
  });

  it('of documents too, of which a benchmark reads none', async () => {
    const { root, beir } = emptySets();
    const home = path.join(root, 'state');
    await giveTemplate(home);

    const { code, documents } = await runCommand(
      addCommands,
      ['bench', '--only', 'pdf', '--documents', beir, '--json'],
      home,
    );

    expect([code, documents]).toEqual([2, []]);
  });

  it('where nothing of it could be contradicted', async () => {
    const { root } = emptySets();
    const qas = [{ id: 'a', question: 'Who?', is_impossible: true }];
    writeFileSync(
      path.join(root, 's.json'),
      JSON.stringify({ data: [{ title: 'T', paragraphs: [{ context: 'C.', qas }] }] }),
    );
    const squad = await readSquadFile(path.join(root, 's.json'));

    expect(() => contradictedSquad(squad, 3)).toThrow(expect.objectContaining({ name: 'InputInvalid' }));
  });
});

describe('a set that is too small for a fit', () => {
  it('is refused as such, and no defect', async () => {
    const texts = ['lease', 'invoice'].map((label) => ({
      ...{ id: label, label, title: label as RawText, text: label as RawText }, // As a person wrote them.
      ...{ language: 'en', mediaType: 'text/plain' },
    }));
    const ports = { redact: async (text: string) => redacted(text), embedder: hashedWordsEmbedder() };
    const asking = { limit: 9, now: () => 0, onProgress: () => undefined };

    const folds = evaluateFolds(texts, ports, { folds: 2, coverage: 0.95 }, asking);

    await expect(folds).rejects.toMatchObject({
      name: 'InputInvalid',
      message: expect.stringContaining('two classes'),
    });
  });

  it('hides no defect', () => {
    const broken = () => {
      throw new TypeError('broken');
    };

    expect(() => fitOf(broken)).toThrow(TypeError);
  });
});
