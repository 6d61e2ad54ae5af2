import { type ClassHead, UNKNOWN_CLASS } from '../domain/class-head.ts';
import type { Classification, ClassifiedText } from '../domain/classification.ts';
import { DOCUMENT_CLASSES } from '../domain/classification-cues.ts';
import type { ModelUse } from '../domain/metered-cost.ts';
import type { Answerer } from '../ports/answerer.ts';
import type { Embedder } from '../ports/embedder.ts';
import { modelClass } from './model-class.ts';
import { paidEmbedding } from './paid-embedding.ts';
import type { SpendingPorts } from './spend.ts';
import { textClassifier } from './text-classifier.ts';

export interface ClassTellerPorts extends SpendingPorts {
  readonly embedder: Embedder;
  /** Asked about documents of which what was learned cannot tell the class; nobody without it. */
  readonly classModel?: Answerer | undefined;
}

export interface ToldClass extends Classification {
  /** That the embedder read. */
  readonly tokens: number;
  /** What the model took, where it was asked. */
  readonly use?: ModelUse | undefined;
}

/**
 * Tells what kind of document a text is the beginning of, on a tenant's account: by what was learned, and by the model
 * where that says `unknown`. `head`: the tenant's classes, our own without it.
 *
 * @throws PipelineFailure what the embedder throws, or `BudgetExhausted`.
 */
export function classTeller(ports: ClassTellerPorts) {
  const classify = textClassifier(ports.embedder);

  return async (
    tenantId: string,
    document: ClassifiedText,
    head: ClassHead | undefined,
    signal: AbortSignal,
  ): Promise<ToldClass> => {
    const told = await classify(document, head, signal, paidEmbedding(tenantId, ports));
    const { classModel: model } = ports;
    if (told.documentClass !== UNKNOWN_CLASS || model === undefined) return told;
    const classes = (head?.classes ?? DOCUMENT_CLASSES).filter((name) => name !== UNKNOWN_CLASS);
    const { named, use } = await modelClass({ tenantId, model, classes }, document, ports, signal);
    return { ...told, documentClass: named ?? UNKNOWN_CLASS, use };
  };
}
