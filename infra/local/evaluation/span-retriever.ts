import type { GoldSet } from '#shared/contracts/gold-set.ts';
import type { Passage } from '#shared/domain/answer.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { documentIdOf, objectKeyOf } from '#shared/domain/identity.ts';
import { evidenceFinder, overlaps, type TextSpan } from '#shared/domain/text-evidence.ts';
import { publishedPages } from '../published-pages.ts';
import type { Stack } from '../stack.ts';
import type { Rankings, RetrievalCase } from './evaluate-retrieval.ts';
import { EVALUATION_COLLECTION, EVALUATION_TENANT } from './evaluation-corpus.ts';
import type { LabelledCorpus } from './gold-set-files.ts';
import { retrieveSides } from './retrieve-sides.ts';

interface LocatedSpan extends TextSpan {
  readonly documentId: string;
  readonly grade: number;
}

export interface LocatedCase extends RetrievalCase {
  /** What is searched; everything without it. */
  readonly collection?: string | undefined;
  readonly spans: ReadonlyMap<string, readonly LocatedSpan[]>;
  /** Whether its labels are whole pages: then pages are ranked, and not passages. */
  readonly arePages: boolean;
}

export interface LocatedGold {
  readonly cases: readonly LocatedCase[];
  /** Labels that the redacted text does not hold, so that no search could find them. */
  readonly missing: number;
}

/** The collections of a gold set: each folder that a case is asked of alone, and one for all other documents. */
export function goldCollections({ cases }: GoldSet): string[] {
  return [...new Set([EVALUATION_COLLECTION, ...cases.flatMap(({ collection }) => collection ?? [])])];
}

/** Where a document stands: in the collection that its first folder is, if that is one of them. */
export function goldDocumentKey(document: string, collections: readonly string[] = []): string {
  const [folder = '', ...rest] = document.split('/');
  const isOwn = rest.length > 0 && collections.includes(folder);
  const path = (isOwn ? rest : [folder, ...rest]).map(encodeURIComponent).join('/');
  return objectKeyOf({ tenantId: EVALUATION_TENANT, collection: isOwn ? folder : EVALUATION_COLLECTION, path });
}

/**
 * Looks every label up in the text as it was published. A case none of whose labels is there is left out.
 *
 * @throws PipelineFailure `InputInvalid` when none is left.
 */
export async function locateGold(stack: Stack, { gold, documents }: LabelledCorpus): Promise<LocatedGold> {
  const finders = new Map<string, Awaited<ReturnType<typeof finderOf>>>();
  const collections = goldCollections(gold);
  for (const { path } of documents) finders.set(path, await finderOf(stack, goldDocumentKey(path, collections)));
  let missing = 0;
  const cases = gold.cases.flatMap(({ id, question, collection, slices, expected }): LocatedCase[] => {
    const spans = new Map<string, LocatedSpan[]>();
    for (const [at, { document, grade, ...label }] of expected.entries()) {
      const found = finders.get(document);
      const located = found?.find(label).map((span) => ({ ...span, documentId: found.documentId, grade })) ?? [];
      if (located.length === 0) missing += 1;
      else spans.set(`span-${at}`, located);
    }
    if (spans.size === 0) return [];
    const arePages = expected.every(({ quote, start }) => quote === undefined && start === undefined);
    const judgements = new Map([...spans].map(([span, [first]]) => [span, first?.grade ?? 0]));
    return [{ id, text: question, collection, slices, judgements, spans, arePages }];
  });
  if (cases.length === 0) throw new PipelineFailure('InputInvalid', 'the documents hold none of the labels');
  return { cases, missing };
}

async function finderOf({ ports }: Stack, key: string) {
  const documentId = documentIdOf(EVALUATION_TENANT, ports.store.bucket, key);
  const record = await ports.ledger.document(EVALUATION_TENANT, documentId);
  const pages = record === undefined ? [] : await publishedPages(ports.artifacts, record);
  return { documentId, find: evidenceFinder(pages) };
}

/**
 * Ranks the passages of a corpus against spans. A passage stands for the spans that it is the first to touch; one that
 * adds no further evidence counts as a miss. Where labels are whole pages, each page stands where its best passage does.
 */
export function spanRetriever(stack: Stack) {
  return ({ text, spans, collection, arePages }: LocatedCase): Promise<Rankings> => {
    const idsOf = (passages: readonly Passage[]) => {
      const seen = new Set<string>();
      return (arePages ? firstOfPages(passages) : passages).flatMap((passage, at) => {
        const touched = [...spans].filter(
          ([id, parts]) => !seen.has(id) && parts.some((part) => touches(passage, part)),
        );
        for (const [id] of touched) seen.add(id);
        return touched.length === 0 ? [`miss-${at}`] : touched.map(([id]) => id);
      });
    };
    return retrieveSides(stack, text, idsOf, collection === undefined ? undefined : [collection]);
  };
}

function firstOfPages(passages: readonly Passage[]): Passage[] {
  const pages = new Map<string, Passage>();
  for (const passage of passages) {
    const page = `${passage.documentId}/${passage.page}`;
    if (!pages.has(page)) pages.set(page, passage);
  }
  return [...pages.values()];
}

function touches(passage: Passage, span: LocatedSpan): boolean {
  return passage.documentId === span.documentId && overlaps(passage, span);
}
