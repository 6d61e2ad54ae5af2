import {
  type ManageIndexEvent,
  type ManageIndexResult,
  REINDEX_DOCUMENTS_PER_MINUTE,
} from '#shared/contracts/reindex.ts';
import { indexStatus } from '#shared/runtime/reindex/plan-reindex.ts';
import { dropOther, reindex, rollBack } from '#shared/runtime/reindex/reindex.ts';
import type { ReindexPorts } from '#shared/runtime/reindex/reindex-ports.ts';

/**
 * What an operator asks of the index: how it stands, a reindex, the way back, or to drop what does not serve. A reindex
 * works as long as `mayGoOn` says, and answers `unfinished` when documents are left: the next call goes on.
 *
 * @throws PipelineFailure as each of these does.
 */
export async function manageIndex(
  event: ManageIndexEvent,
  ports: ReindexPorts,
  mayGoOn: () => boolean,
  signal: AbortSignal,
): Promise<ManageIndexResult> {
  const { documentsPerMinute = REINDEX_DOCUMENTS_PER_MINUTE } = event;
  switch (event.action) {
    case 'status':
      return indexStatus(ports, signal);
    case 'reindex':
      return reindex(ports, { documentsPerMinute, mayGoOn }, signal);
    case 'rollback':
      return rollBack(ports, signal);
    case 'drop':
      return dropOther(ports, signal);
  }
}
