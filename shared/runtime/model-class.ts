import type { Passage } from '../domain/answer.ts';
import type { ClassifiedText } from '../domain/classification.ts';
import { CLASS_TRAITS, DOCUMENT_CLASSES } from '../domain/classification-cues.ts';
import { PipelineFailure } from '../domain/failures.ts';
import type { ModelUse } from '../domain/metered-cost.ts';
import type { RedactedText } from '../domain/text.ts';
import type { Answerer } from '../ports/answerer.ts';
import { paidAnswer } from './paid-answer.ts';
import type { SpendingPorts } from './spend.ts';

/** Characters that a model reads of a document: what it is shows at its beginning, and every character is paid for. */
const READ_LENGTH = 1_500;

const QUESTION =
  'Which of the kinds of document in the passages is the document below? Claim the one that fits, if one does.';

export interface AskedModel {
  /** On whose account. */
  readonly tenantId: string;
  readonly model: Answerer;
  readonly classes: readonly string[];
}

export interface ModelClass {
  /** One of the classes that it was asked about; undefined when it named none of them, or failed. */
  readonly named: string | undefined;
  readonly use: ModelUse | undefined;
}

/**
 * Asks a model which class a document is of. Classes are its passages: it can name one of them and nothing else, whatever
 * the document orders it to say, and must quote the description of the class. A model that fails, and one that the tenant's
 * budget does not reach for, names none; what it took all the same is told.
 */
export async function modelClass(
  { tenantId, model, classes }: AskedModel,
  { title, text }: ClassifiedText,
  ports: SpendingPorts,
  signal: AbortSignal,
): Promise<ModelClass> {
  const passages = classes.map(passageOf);
  // Our own words around redacted ones.
  const question = `${QUESTION}\n\n${title}\n${text.slice(0, READ_LENGTH)}` as RedactedText;
  const lost: ModelUse[] = [];
  const noting = { ...ports, onUse: (use: ModelUse) => void lost.push(use) };
  try {
    const request = { question, questionVector: [], passages };
    const { claims, usage } = await paidAnswer(tenantId, model, request, noting, signal);
    const [claim, ...others] = claims;
    const passage = passages.find(({ chunkId }) => chunkId === claim?.chunkId);
    const isCarried = others.length === 0 && claim !== undefined && passage?.text.includes(claim.quote.trim());
    return { named: isCarried ? passage?.title : undefined, use: { model: model.name, calls: 1, ...usage } };
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof PipelineFailure) return { named: undefined, use: lost[0] };
    throw cause;
  }
}

function passageOf(name: string, at: number): Passage {
  const own = DOCUMENT_CLASSES.find((each) => each === name);
  const text = own === undefined ? `Documents of the kind that is called ${name}.` : CLASS_TRAITS[own].description;
  const words = { name, title: name, text, context: '' } as Record<'name' | 'title' | 'text' | 'context', RedactedText>; // Names of classes, and our own words.
  return {
    chunkId: `class-${at + 1}`,
    documentId: `class-${at + 1}`,
    ...words,
    page: 1,
    start: 0,
    end: text.length,
    similarity: 0,
    score: 0,
  };
}
