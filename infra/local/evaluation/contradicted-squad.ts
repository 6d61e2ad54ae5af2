import type { CollectionRule } from '#shared/domain/document.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { splitSentences } from '#shared/domain/sentence-splitter.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import { type ContradictedSentence, contradictedSentence, ofOtherSubject } from './contradicted-sentence.ts';
import { sha256 } from './gold-set-files.ts';
import type { IngestedObject } from './ingest-objects.ts';
import type { EvaluatedQuestion } from './question-file.ts';
import type { SquadCase, SquadFile } from './squad-file.ts';

/** Questions with the documents that they are asked of. */
export interface QuestionSet {
  readonly name: string;
  readonly questions: readonly EvaluatedQuestion[];
  readonly collections: readonly CollectionRule[];
  readonly objects: readonly IngestedObject[];
  /** SHA-256 of the documents, hexadecimal. */
  readonly hash: string;
}

/** What stands in the second document in place of the sentence that answers. */
interface SecondTelling {
  readonly form: 'copy' | 'excerpt';
  readonly second: ContradictedSentence['kind'] | 'same' | 'other-subject';
  readonly text: string;
}

/** A question that one sentence of its paragraph answers. */
interface Answered {
  readonly squad: SquadCase;
  readonly key: string;
  readonly text: string;
  readonly sentence: string;
}

interface AskedTwice {
  readonly question: EvaluatedQuestion;
  readonly objects: readonly IngestedObject[];
}

/** Any number does; a fixed one makes a second run plant the same. */
const SEED = 7;

/**
 * `count` questions of a file in the format of SQuAD, at most one a paragraph, each asked of its paragraph and a second
 * document: the paragraph again, or its sentence alone. Of every second question the sentence says otherwise there, by the
 * year, number or name of its answer or by being denied. Of the others it says the same, or something else of another
 * subject where the question names one; what is shown as a conflict there is a false alarm. The same file and count give the same set.
 *
 * @throws PipelineFailure `InputInvalid` when nothing of the file can be contradicted.
 */
export function contradictedSquad({ name, rules, objects, cases }: SquadFile, count: number): QuestionSet {
  const random = seededRandom(SEED);
  const texts = new Map(objects.map(({ key, bytes }) => [key, new TextDecoder().decode(bytes)]));
  const names = cases.flatMap(({ expected }) => expected?.answers.slice(0, 1) ?? []);
  const asked = new Map<string, AskedTwice>();
  for (const squad of cases) {
    const answered = asked.size < count ? answeredBySentence(squad, texts) : undefined;
    if (answered === undefined || asked.has(answered.key)) continue;
    const telling = secondTelling(answered, asked.size, names, random);
    if (telling !== undefined) asked.set(answered.key, askedTwice(answered, telling));
  }
  const told = [...asked.values()];
  if (told.length === 0)
    throw new PipelineFailure('InputInvalid', 'no sentence that answers can be made to say otherwise');
  const documents = told.flatMap((each) => each.objects);
  return {
    name: `${name}-contradicted`,
    questions: told.map(({ question }) => question),
    collections: rules,
    objects: documents,
    hash: sha256(documents.map(({ bytes }) => sha256(bytes)).join()),
  };
}

/** Nothing where no answer stands in one sentence that the paragraph has once. */
function answeredBySentence(squad: SquadCase, texts: ReadonlyMap<string, string>): Answered | undefined {
  const { key = '', answers: [answer = ''] = [] } = squad.expected ?? {};
  const text = texts.get(key);
  if (text === undefined || answer === '') return undefined;
  const sentences = splitSentences(text).map(({ start, end }) => text.slice(start, end));
  const sentence = sentences.find((each) => each.includes(answer) && text.split(each).length === 2);
  return sentence === undefined ? undefined : { squad, key, text, sentence };
}

/** In turn a copy and an excerpt of either sort. Nothing of a sentence in which there is nothing to change. */
function secondTelling(
  { squad, sentence }: Answered,
  at: number,
  names: readonly string[],
  random: () => number,
): SecondTelling | undefined {
  const [answer = ''] = squad.expected?.answers ?? [];
  const changed = contradictedSentence(sentence, answer, names, random);
  if (changed === undefined) return undefined;
  const form = at % 8 < 4 === at % 4 < 2 ? 'copy' : 'excerpt';
  if (at % 2 === 0) return { form, second: changed.kind, text: changed.text };
  const isSame = at % 4 === 1;
  const other = isSame ? undefined : ofOtherSubject(changed.text, squad.question, names, random);
  return other === undefined
    ? { form, second: 'same', text: sentence }
    : { form, second: 'other-subject', text: other };
}

function askedTwice({ squad, key, text, sentence }: Answered, { form, second, text: told }: SecondTelling): AskedTwice {
  const isConflict = second !== 'same' && second !== 'other-subject';
  const heading = text.slice(0, text.indexOf('\n\n') + 2);
  const secondKey = key.replace(/\.md$/, '-again.md');
  const secondText = form === 'copy' ? text.replace(sentence, () => told) : `${heading}${told}`;
  const asker = { tenant: squad.tenant, user: 'evaluator', groups: [] };
  const question = { id: squad.id, question: squad.question, asker, slices: { form, second } };
  const [expected, other] = [passageOf(key, sentence), passageOf(secondKey, told)];
  return {
    question: isConflict
      ? { ...question, kind: 'conflict', expected, parts: [other] }
      : { ...question, kind: 'answerable', expected },
    objects: [objectOf(key, text), objectOf(secondKey, secondText)],
  };
}

/** Documents of questions go by `<tenant>/<collection>/<path>`. */
function passageOf(key: string, passage: string) {
  return { document: key.replace(/^tenants\//, ''), passage };
}

function objectOf(key: string, text: string): IngestedObject {
  return { key, bytes: new TextEncoder().encode(text) };
}
