import type { SpanOfDocument } from '#shared/domain/evidence-tokens.ts';
import type { RedactedPage } from '#shared/domain/extraction.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import { evidenceFinder } from '#shared/domain/text-evidence.ts';
import type { LocalExtraction } from '../local-extraction.ts';
import type { GoldDocument } from './gold-document.ts';
import type { LabelledCorpus } from './gold-set-files.ts';

export interface ChunkingCase {
  readonly id: string;
  readonly question: string;
  readonly slices: Readonly<Record<string, string>>;
  readonly evidence: readonly SpanOfDocument[];
}

/** Documents as they were extracted, and questions with the spans that answer them. */
export interface ChunkedCorpus {
  readonly documents: readonly {
    readonly documentId: string;
    readonly title: RedactedText;
    readonly pages: readonly RedactedPage[];
  }[];
  readonly cases: readonly ChunkingCase[];
  /** Labels that the text does not hold. A case is left out when one of its labels is among them. */
  readonly missing: number;
}

/** @throws PipelineFailure what the extractor throws, and `InputInvalid` when no label is found. */
export async function readChunkingCorpus(
  { gold, documents: files }: LabelledCorpus,
  { types, extractor }: Pick<LocalExtraction, 'types' | 'extractor'>,
): Promise<ChunkedCorpus> {
  const documents = await Promise.all(files.map((file) => readDocument(file)));
  const finders = new Map(documents.map(({ documentId, pages }) => [documentId, evidenceFinder(pages)]));
  let missing = 0;
  const cases = gold.cases.flatMap(({ id, question, slices, expected }) => {
    const located = expected.map(({ document: documentId, ...label }) =>
      (finders.get(documentId)?.(label) ?? []).map((span) => ({ ...span, documentId })),
    );
    const absent = located.filter((spans) => spans.length === 0).length;
    missing += absent;
    return absent > 0 ? [] : [{ id, question, slices, evidence: located.flat() }];
  });
  if (cases.length === 0) throw new PipelineFailure('InputInvalid', 'the documents hold none of the labels');
  return { documents, cases, missing };

  async function readDocument({ path, bytes }: GoldDocument) {
    const { title, pages } = await extractor.extract(bytes, await types.detect(bytes, path));
    // Evaluation alone cuts what was not redacted: nothing of it is kept, and the labels are of this text.
    return {
      documentId: path,
      // As the chunk step has it: the name of the file where there is no title.
      title: (title.trim() === '' ? path : title) as string as RedactedText,
      pages: pages as readonly unknown[] as RedactedPage[],
    };
  }
}
