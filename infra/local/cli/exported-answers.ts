import type { AnswerResponse, SearchResponse } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import type { ExportedSet } from '../evaluation/exported-set.ts';
import type { Measurement } from '../evaluation/measurement.ts';
import { type Asked, notedAnswers } from '../evaluation/noted-answers.ts';
import { type ExportFiles, writeExports } from '../evaluation/write-exports.ts';
import { requestJson } from '../request-json.ts';
import type { Stack } from '../stack.ts';
import type { OutputOptions } from './evaluation-output.ts';
import type { JudgeOptions } from './judge-options.ts';

/** Texts go into no run, so they have files of their own. */
export type AnswersOptions = OutputOptions & ExportFiles & JudgeOptions;

/** Passages that an answerer gets to see. Source: functions/query/answer-question.ts. */
const PASSAGES = 10;

/** Asks a stack, and hands questions, answers and passages on to other tools where files were named. */
export function exportedAnswers(stack: Stack) {
  const noted = notedAnswers();
  const post = <T>({ tenantId, user, groups }: Caller, path: string, body: unknown) =>
    requestJson<T>(stack, { tenantId, user, groups }, 'POST', path, body);
  return {
    ask: async (caller: Caller, question: string): Promise<AnswerResponse> =>
      noted.note({ ...caller, question }, await post<AnswerResponse>(caller, '/v1/answers', { question })),
    answerTo: noted.answerTo,
    writeOut: async (files: ExportFiles, set: ExportedSet, measured: Measurement, asked: readonly AskedCase[]) => {
      if (files.promptfoo === undefined && files.ragas === undefined) return;
      const run = { cases: [...measured.cases] };
      const askedOf = new Map(asked.map(({ id, ...each }) => [id, each]));
      const retrieve = async ({ question, ...caller }: Asked) => {
        const { passages } = await post<SearchResponse>(caller, '/v1/search', { query: question, limit: PASSAGES });
        return passages.map(({ text }) => text);
      };
      await writeExports(files, await noted.answeredSet(set, run, askedOf, retrieve));
    },
  };
}

/** A question of a file, as it is asked. */
export type AskedCase = Asked & { readonly id: string };
