import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { EvaluationRun } from '#shared/contracts/evaluation-run.ts';
import { type AnsweredCase, responseText } from './exported-case.ts';
import type { ExportedSet } from './exported-set.ts';

/** Who asked what. */
export interface Asked {
  readonly tenantId: string;
  readonly user: string;
  readonly groups: readonly string[];
  readonly question: string;
}

/** Text of the passages that are retrieved for a question, best first. */
type Retrieve = (asked: Asked) => Promise<readonly string[]>;

/** Notes the answers of an evaluation while they come, to hand them on with their questions afterwards. */
export function notedAnswers() {
  const answers = new Map<string, AnswerResponse>();
  return {
    note: (asked: Asked, answer: AnswerResponse): AnswerResponse => {
      answers.set(keyOf(asked), answer);
      return answer;
    },
    answerTo: (asked: Asked): AnswerResponse | undefined => answers.get(keyOf(asked)),
    /** The cases that were measured, each with its answer and with what was retrieved for it. */
    answeredSet: async (
      set: ExportedSet,
      { cases }: Pick<EvaluationRun, 'cases'>,
      askedOf: ReadonlyMap<string, Asked>,
      retrieve: Retrieve,
    ): Promise<ExportedSet> => {
      const figures = new Map(cases.map((each) => [each.id, each.figures]));
      const answered: ExportedSet['cases'][number][] = [];
      for (const each of set.cases) {
        const asked = askedOf.get(each.id);
        const answer = asked && answers.get(keyOf(asked));
        if (asked === undefined || answer === undefined || !figures.has(each.id)) continue;
        const own: AnsweredCase = { response: responseText(answer), contexts: await retrieve(asked) };
        answered.push({ ...each, answered: own, figures: figures.get(each.id) ?? {} });
      }
      return { ...set, cases: answered };
    },
  };
}

function keyOf({ tenantId, user, question }: Asked): string {
  return JSON.stringify([tenantId, user, question]);
}
