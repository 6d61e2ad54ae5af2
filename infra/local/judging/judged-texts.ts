import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { JudgedText } from '#shared/domain/judge-prompt.ts';
import { ownWords } from '#shared/domain/redaction.ts';
import type { RawText, RedactedText } from '#shared/domain/text.ts';
import { redactQuestion } from '#shared/runtime/redact-question.ts';
import type { ExportedSet } from '../evaluation/exported-set.ts';
import type { Asked } from '../evaluation/noted-answers.ts';
import type { LocalPorts } from '../local-ports.ts';

type RedactingPorts = Pick<LocalPorts, 'redactor' | 'analyzer' | 'ledger' | 'spending' | 'metrics'>;

/**
 * What a judge is shown of a case, by its id: whether the quotes of the answer carry its claims, and where the set knows a
 * right answer, whether it is one. Nothing of a refusal. Question and right answer are redacted as questions are, so that
 * no judge sees what no answering model does, and that a name is the same mark in all of them.
 */
export function judgedTexts(
  set: ExportedSet,
  asked: readonly (Asked & { readonly id: string })[],
  answerTo: (asked: Asked) => AnswerResponse | undefined,
  ports: RedactingPorts,
): (caseId: string) => Promise<readonly JudgedText[]> {
  const askedOf = new Map(asked.map(({ id, ...each }) => [id, each]));
  const references = new Map(set.cases.map((each) => [each.id, each.references]));
  return async (caseId) => {
    const by = askedOf.get(caseId);
    const answer = by && answerTo(by);
    if (by === undefined || answer === undefined || answer.outcome !== 'answered') return [];
    const redact = async (text: string) => {
      const { tenantId, user, groups } = by;
      const asks = { caller: { tenantId, user, groups }, text: text as RawText }; // As people wrote it.
      return (await redactQuestion(asks, ports, NEVER)).question;
    };
    const right = (references.get(caseId) ?? []).join('\n');
    return [
      faithfulText(answer),
      ...(right === '' ? [] : [correctText(answer, await redact(by.question), await redact(right))]),
    ];
  };
}

const NEVER = new AbortController().signal;

function faithfulText({ claims }: AnswerResponse): JudgedText {
  const quotes = [...new Set(claims.map(({ citation }) => citation.quote))];
  return { criterion: 'faithful', question: ownWords(''), reference: told(quotes), answer: claimsOf(claims) };
}

function correctText({ claims }: AnswerResponse, question: RedactedText, reference: RedactedText): JudgedText {
  return { criterion: 'correct', question, reference, answer: claimsOf(claims) };
}

function claimsOf(claims: AnswerResponse['claims']): RedactedText {
  return told(claims.map(({ text }) => text));
}

/** The API answers in redacted text to whoever may not reveal, and an evaluation asks for no more. */
function told(lines: readonly string[]): RedactedText {
  return lines.join('\n') as RedactedText;
}
