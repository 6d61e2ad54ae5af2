import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import { RawBatchSchema } from '#shared/contracts/artifacts.ts';
import type { BatchInput } from '#shared/contracts/steps.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { addedUses, type ModelUse } from '#shared/domain/metered-cost.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { Redactor } from '#shared/runtime/redactor.ts';
import type { SpendingPorts } from '#shared/runtime/spend.ts';

export interface RedactPorts extends SpendingPorts {
  readonly artifacts: ArtifactStore;
  readonly ledger: Ledger;
  readonly redactor: Redactor;
}

/** The language detector's word for a text of which it cannot tell the language: tables, codes, a few words. */
const UNDETERMINED = 'und';

/**
 * Takes the personal data out of one batch of pages. Running it again writes the same artifact.
 *
 * @throws PipelineFailure `LanguageUnsupported` when names must go and no detector knows the language;
 *   `DetectorUnavailable`; `BudgetExhausted`; `Superseded` when the document is gone.
 */
export async function redactPages(
  input: BatchInput,
  { artifacts, ledger, redactor, ...account }: RedactPorts,
  signal: AbortSignal,
): Promise<BatchInput> {
  const document = await ledger.document(input.tenantId, input.documentId, signal);
  if (document === undefined) throw new PipelineFailure('Superseded', 'the document is gone');

  const keys = artifactKeys(input);
  const raw = await artifacts.read(keys.rawBatch(input.batch), RawBatchSchema, signal);
  const isKnown = raw.language === UNDETERMINED || redactor.languages.includes(raw.language);
  if (document.policy === 'strict' && !isKnown) {
    throw new PipelineFailure('LanguageUnsupported', 'no name detector knows the language', {
      details: { language: raw.language },
    });
  }

  const uses: ModelUse[] = [];
  const noting = { ...account, onUse: (use: ModelUse) => void uses.push(use) };
  const redacted = await redactor.redactPages(input.tenantId, document.policy, raw, signal, noting);
  const paid = uses.length === 0 ? {} : { uses: addedUses(uses) };
  await artifacts.write(keys.redactedBatch(input.batch), { ...redacted, ...paid }, signal);
  return input;
}
