import { publishedPages } from '../published-pages.ts';
import type { Stack } from '../stack.ts';
import type { CitedService } from './citation-figures.ts';

/** Looks receipts and published pages up in a stack. */
export function citedService({ ports: { ledger, artifacts } }: Pick<Stack, 'ports'>): CitedService {
  return {
    receipt: (tenant, answerId) => ledger.receipt(tenant, answerId),
    pageText: async (tenant, documentId, page) => {
      const record = await ledger.document(tenant, documentId);
      const pages = record === undefined ? [] : await publishedPages(artifacts, record);
      return pages.find(({ number }) => number === page)?.text ?? '';
    },
  };
}
