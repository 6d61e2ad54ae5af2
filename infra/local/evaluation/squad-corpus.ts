import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { GoldSet } from '#shared/contracts/gold-set.ts';
import { sentenceBorders } from '#shared/domain/chunking-borders.ts';
import { parsedJson } from '#shared/domain/parsed-json.ts';
import type { GoldDocument } from './gold-document.ts';

const AnswerSchema = z.object({ text: z.string().min(1), answer_start: z.int().nonnegative() });
const QuestionSchema = z.object({ id: z.string().min(1), question: z.string().min(1), answers: z.array(AnswerSchema) });
const ParagraphSchema = z.object({ context: z.string(), qas: z.array(QuestionSchema) });
const SquadSchema = z.object({
  data: z.array(z.object({ title: z.string().min(1), paragraphs: z.array(ParagraphSchema) })).min(1),
});
type Article = z.output<typeof SquadSchema>['data'][number];

/**
 * A file in the layout of SQuAD as a gold set: each article is a Markdown document of its paragraphs, and the evidence of
 * a question is the sentence that holds its first answer. Questions without an answer are left out. The articles take
 * turns, so that the first cases are of all of them. Undefined when the file is none.
 */
export async function readSquad(
  place: string,
): Promise<{ readonly gold: GoldSet; readonly documents: readonly GoldDocument[] } | undefined> {
  const squad = SquadSchema.safeParse(parsedJson(await readFile(place, 'utf8'))).data;
  if (squad === undefined) return undefined;
  const cases = squad.data.map(casesOf);
  const longest = Math.max(...cases.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, turn) => cases.flatMap((own) => own.slice(turn, turn + 1)));
  const name = path.basename(place, '.json');
  return {
    gold: { schema: 'affidavit.gold-set/1', name, version: '1', cases: turns.flat() },
    documents: squad.data.map(documentOf),
  };
}

function documentOf({ title, paragraphs }: Article): GoldDocument {
  const text = [`# ${title.replaceAll('_', ' ')}`, ...paragraphs.map(({ context }) => context)].join('\n\n');
  return { path: `${title}.md`, bytes: new TextEncoder().encode(text) };
}

function casesOf({ title, paragraphs }: Article): GoldSet['cases'] {
  return paragraphs.flatMap(({ context, qas }) =>
    qas.flatMap(({ id, question, answers: [answer] }) => {
      if (answer === undefined) return [];
      const quote = sentenceAround(context, answer.answer_start);
      return [{ id, question, slices: {}, expected: [{ document: `${title}.md`, quote, grade: 1 }] }];
    }),
  );
}

function sentenceAround(text: string, at: number): string {
  const borders = sentenceBorders(text);
  const start = borders.findLast((border) => border <= at) ?? 0;
  return text
    .slice(
      start,
      borders.find((border) => border > at),
    )
    .trim();
}
