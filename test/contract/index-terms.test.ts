import fc from 'fast-check';
import { expect, it } from 'vitest';
import { indexDocument } from '#shared/adapters/aws/open-search-document.ts';
import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { INDEX_VERSION } from '#shared/domain/index-generation.ts';
import { FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { indexedDocument } from '../doubles/indexed-document.ts';

const ACCESS = indexedDocument('everyone-in-tenant');
const SCOPE = { tenantId: 'acme', principals: ['everyone-in-tenant'], limit: 5 };
const analyzer = textAnalyzer();

const PASSAGES: Readonly<Record<string, string>> = {
  en: 'The tenant pays 1,250.75 for unit A-1234/56, less deductions.',
  de: 'Die Kündigungsfristen betragen 3,5 Monate, gemäß § 12 und INV-2024/17.',
  es: 'Las obligaciones del arrendatario según la cláusula 10-Q.',
  fr: "L'entrepôt qu’elle a loué à l'année pour 1.234,50 €.",
  it: "Gli obblighi dell'affittuario per l'anno 2024.",
  pt: 'As obrigações do locatário não mudam.',
  nl: 'De verplichtingen van de huurders.',
  zh: '2019年，租金支付为1,250元。',
  und: '64.2 58.7 INV-7',
};

/** The terms of the document in OpenSearch: its analyzer `whitespace` splits them, and changes nothing. */
function termsInOpenSearch(text: string, language: string): string[] {
  const source = indexDocument(indexedChunk(text, { language }), ACCESS, { analyzer, version: INDEX_VERSION });
  return source.terms.split(' ').filter((term) => term !== '');
}

/** Those of the candidates that find the chunk in FTS5, each asked alone. */
async function foundInSqlite(text: string, language: string, candidates: readonly string[]): Promise<string[]> {
  const index = sqliteChunkIndex(openIndexFiles(':memory:'), { analyzer });
  await index.prepare(FINGERPRINT);
  await index.write([indexedChunk(text, { language })], ACCESS);
  const found: string[] = [];
  for (const term of candidates) if ((await index.searchLexical([term], SCOPE)).length > 0) found.push(term);
  return found;
}

it.each(Object.entries(PASSAGES))('both indexes hold the same terms of a passage of %s', async (language, text) => {
  const terms = termsInOpenSearch(text, language);
  const others = Object.entries(PASSAGES)
    .filter(([other]) => other !== language)
    .flatMap(([other, passage]) => termsInOpenSearch(passage, other))
    .filter((term) => !terms.includes(term));

  expect(await foundInSqlite(text, language, [...terms, ...others])).toEqual(terms);
});

it('both indexes find any term that the analyzer makes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), async (text) => {
      const terms = termsInOpenSearch(text, 'de');

      expect(await foundInSqlite(text, 'de', terms)).toEqual(terms);
    }),
    { numRuns: 25 },
  );
});
