import type { DocumentRecord, LiveVersion, StepRecord } from '#shared/domain/document.ts';
import { failureTraits } from '#shared/domain/failures.ts';

/** What `--json` shows of a document: facts that hold no personal data. */
export function documentJson({
  documentId,
  tenantId,
  collection,
  name,
  status,
  failure,
  live,
  access,
  attempt,
  updatedAt,
}: DocumentRecord) {
  const advice = failure && failureTraits(failure.name).advice;
  return {
    documentId,
    tenantId,
    collection,
    name,
    status,
    access,
    attempt,
    failure: failure && { ...failure, advice },
    live,
    updatedAt,
  };
}

/** A document as a terminal shows it, with what to do when it failed. */
export function documentLines({ documentId, collection, name, status, failure, live }: DocumentRecord): string[] {
  const marked = live !== undefined && live.suspicious > 0 ? `, ${live.suspicious} of them give orders to a model` : '';
  const refused = live !== undefined && live.quarantined > 0 ? `, ${live.quarantined} of them quarantined` : '';
  const facts = live
    ? `${classOf(live)}, ${live.language}, ${live.pages} pages, ${live.chunks} chunks${marked}${refused}`
    : '';
  const line = `${documentId}  ${status.padEnd(9)}  ${collection}/${name}  ${facts}`.trimEnd();
  return failure === undefined
    ? [line]
    : [line, `  ${failure.name} at ${failure.step}: ${failureTraits(failure.name).advice}`];
}

/** The class, and how sure it is. */
function classOf({ documentClass, classConfidence }: LiveVersion): string {
  return classConfidence === undefined ? documentClass : `${documentClass} (${classConfidence.toFixed(2)})`;
}

/** One step of its history. */
export function stepLine({ step, startedAt, endedAt, runs, outcome, attempt }: StepRecord): string {
  const milliseconds = Date.parse(endedAt) - Date.parse(startedAt);
  return `  ${startedAt}  attempt ${attempt}  ${step.padEnd(13)}${String(milliseconds).padStart(7)} ms  ${String(runs).padStart(4)} runs  ${outcome}`;
}
