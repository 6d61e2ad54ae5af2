import { type ExportedCase, REFUSED } from './exported-case.ts';

/**
 * A sample of one turn as ragas reads it, a JSON line each: `EvaluationDataset.from_jsonl(path)`. Its other fields
 * (`multi_responses`, `rubric`) have no counterpart here.
 *
 * Source: ragas 0.2 and later, `SingleTurnSample` in src/ragas/dataset_schema.py.
 */
interface RagasSample {
  readonly user_input: string;
  readonly reference: string;
  readonly reference_contexts?: readonly string[];
  readonly response?: string;
  readonly retrieved_contexts?: readonly string[];
}

/** All cases as JSON lines. */
export function ragasExport(cases: readonly ExportedCase[]): string {
  return cases.map((each) => `${JSON.stringify(sampleOf(each))}\n`).join('');
}

function sampleOf({ question, references, referenceContexts, answered }: ExportedCase): RagasSample {
  return {
    user_input: question,
    reference: references[0] ?? REFUSED,
    ...(referenceContexts.length > 0 && { reference_contexts: referenceContexts }),
    ...(answered && { response: answered.response, retrieved_contexts: answered.contexts }),
  };
}
