import { isSameAccess } from '#shared/domain/access.ts';
import type { CollectionRule } from '#shared/domain/document.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Ledger } from '#shared/ports/ledger.ts';

/**
 * Declares a collection whose documents nobody here can send through admission again; one that has this very rule stays.
 *
 * @throws PipelineFailure `InputInvalid` when it has another: documents that are there would keep the access of that one.
 */
export async function declareCollection(ledger: Ledger, rule: CollectionRule): Promise<void> {
  const known = await ledger.collection(rule.tenantId, rule.collection);
  if (known === undefined) return ledger.writeCollection(rule);
  if (known.policy !== rule.policy || !isSameAccess(known.access, rule.access)) {
    const why = 'documents that are there would keep its access until they are put again';
    throw new PipelineFailure('InputInvalid', `the collection has another rule, and ${why}`);
  }
}
