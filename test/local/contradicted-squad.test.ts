import { describe, expect, it } from 'vitest';
import { contradictedSentence, ofOtherSubject } from '#infra/local/evaluation/contradicted-sentence.ts';
import { contradictedSquad } from '#infra/local/evaluation/contradicted-squad.ts';
import type { SquadFile } from '#infra/local/evaluation/squad-file.ts';

const NAMES = ['Rouen', 'Ana Ruiz', 'the Seine', '1066'];
const first = () => 0;

describe('a sentence that says otherwise', () => {
  it.each([
    ['date', 'Rouen was taken in 1066 by 300 men.', '1066', 'Rouen was taken in 1067 by 300 men.'],
    ['number', 'Rouen was taken in 1066 by 300 men.', '300 men', 'Rouen was taken in 1066 by 301 men.'],
    ['name', 'The duke lived in Caen for years.', 'Caen', 'The duke lived in Rouen for years.'],
    ['negation', 'The town was rebuilt of grey stone.', 'grey stone', 'The town was not rebuilt of grey stone.'],
  ])('has another %s', (kind, sentence, answer, text) => {
    expect(contradictedSentence(sentence, answer, NAMES, first)).toEqual({ kind, text });
  });

  it.each([
    ['it denies something already', 'The town was never rebuilt of grey stone.', 'grey stone'],
    ['it has no verb that is denied by one word', 'The duke lived there for years.', 'for years'],
    ['there is no other name', 'Ana Ruiz led the way to Rouen.', 'Rouen'],
  ])('is not made where %s', (_what, sentence, answer) => {
    expect(contradictedSentence(sentence, answer, NAMES, first)).toBeUndefined();
  });
});

it('is of something else where a name that the question asks about is another', () => {
  const sentence = 'Caen was taken in 1066 by men of Caen.';

  expect(ofOtherSubject(sentence, 'When was Caen taken?', NAMES, first)).toBe(
    'Rouen was taken in 1066 by men of Rouen.',
  );
  expect(ofOtherSubject(sentence, 'When was it taken?', NAMES, first)).toBeUndefined();
});

/** A question about each of as many paragraphs, and a second one about the first. */
function squadFile(paragraphs: number): SquadFile {
  const keyOf = (at: number) => `tenants/squad-1/articles/0/${at}.md`;
  const cases = Array.from({ length: paragraphs }, (_, at) => ({
    ...{ id: `q${at}`, question: `When was Caen ${at} taken?`, tenant: 'squad-1', kind: 'answerable' as const },
    ...{ article: 1, half: '1' as const, expected: { key: keyOf(at), answers: [`${1100 + at}`] } },
  }));
  const objects = cases.map(({ expected }, at) => {
    const text = `# Normans\n\nIt rained. Caen was taken in ${1100 + at} by the duke of Caen. It rained again.`;
    return { key: expected.key, bytes: new TextEncoder().encode(text) };
  });
  const again = cases
    .slice(0, 1)
    .map((each) => ({ ...each, id: 'again', expected: { key: keyOf(0), answers: ['Rouen'] } }));
  return { name: 'squad', corpus: '', gold: '', rules: [], objects, cases: [...cases, ...again] };
}

const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe('a file with documents that say otherwise', () => {
  const set = contradictedSquad(squadFile(8), 6);

  it('asks one question a paragraph of two documents, of every second one about a contradiction', () => {
    expect(set.questions.map(({ id, kind }) => [id, kind])).toEqual([
      ['q0', 'conflict'],
      ['q1', 'answerable'],
      ['q2', 'conflict'],
      ['q3', 'answerable'],
      ['q4', 'conflict'],
      ['q5', 'answerable'],
    ]);
    expect(set.objects).toHaveLength(12);
    expect(contradictedSquad(squadFile(8), 6)).toEqual(set);
  });

  it('plants it in a copy of the paragraph and in the sentence alone, by turns', () => {
    const [copy, excerpt] = [set.objects[1], set.objects[5]].map((each) => textOf(each?.bytes));

    expect(copy).toMatch(/^# Normans\n\nIt rained\. Caen was taken in 11\d\d by the duke of Caen\. It rained again\.$/);
    expect(excerpt).toMatch(/^# Normans\n\nCaen was taken in 11\d\d by the duke of Caen\.$/);
    expect(set.questions[0]).toMatchObject({
      slices: { form: 'copy', second: 'date' },
      expected: { document: 'squad-1/articles/0/0.md', passage: 'Caen was taken in 1100 by the duke of Caen.' },
      parts: [{ document: 'squad-1/articles/0/0-again.md' }],
    });
    expect(copy).not.toContain('1100');
  });

  it('has second documents that contradict nothing: the same again, or of something else', () => {
    const others = set.questions.filter(({ kind }) => kind === 'answerable').map(({ slices }) => slices?.['second']);

    expect(new Set(others)).toEqual(new Set(['same', 'other-subject']));
  });
});
