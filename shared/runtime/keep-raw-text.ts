import { artifactKeys, PAGES_PER_BATCH } from '../contracts/artifact-keys.ts';
import type { RawBatch } from '../contracts/artifacts.ts';
import type { Extracted, Identified } from '../contracts/steps.ts';
import type { ExtractedDocument } from '../domain/extraction.ts';
import { PipelineFailure } from '../domain/failures.ts';
import type { RawText } from '../domain/text.ts';
import { unredacted } from '../domain/unredacted.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { LanguageDetector } from '../ports/language-detector.ts';

interface RawTextPorts {
  readonly artifacts: ArtifactStore;
  readonly languages: LanguageDetector;
}

/** Characters handed over from the neighbouring pages: longer than any value that a page break could cut. */
const OVERLAP_CHARACTERS = 300;

/** Characters from which the language is told: some pages, so that an English cover does not hide what follows. */
const LANGUAGE_SAMPLE_CHARACTERS = 20_000;

/** Of one page, at least: some sentences, of which a language can be told. Ours to change. */
const PAGE_SAMPLE_CHARACTERS = 200;

const NOTHING = unredacted('');

/**
 * Leaves a document's text, in batches of pages, where only redaction reads it. `key` is the object's.
 *
 * @throws PipelineFailure `DocumentEmpty` when there is no text.
 */
export async function keepRawText(
  input: Identified,
  document: ExtractedDocument,
  key: string,
  { artifacts, languages }: RawTextPorts,
  signal: AbortSignal,
): Promise<Extracted> {
  const hasText = document.pages.some(({ text }) => text.trim() !== '');
  if (!hasText) throw new PipelineFailure('DocumentEmpty', 'the document holds no text');

  const language = await languages.detect(sampleOf(document));
  const name = unredacted(key.slice(key.lastIndexOf('/') + 1));
  const batches = batchesOf(document, name, language);
  for (const [batch, content] of batches.entries()) {
    await artifacts.write(artifactKeys(input).rawBatch(batch), content, signal);
  }
  return { ...input, pages: document.pages.length, language, batches: [...batches.keys()] };
}

/** Even parts of pages all over the document: of all of them, or of as many as the sample has room for. */
function sampleOf({ pages }: ExtractedDocument): RawText {
  const count = Math.min(pages.length, LANGUAGE_SAMPLE_CHARACTERS / PAGE_SAMPLE_CHARACTERS);
  const share = Math.floor(LANGUAGE_SAMPLE_CHARACTERS / count);
  const parts = Array.from({ length: count }, (_, at) => pages[Math.floor((at * pages.length) / count)]);
  const sample = parts.map((page) => page?.text.slice(0, share) ?? '').join('\n');
  return unredacted(sample.slice(0, LANGUAGE_SAMPLE_CHARACTERS));
}

function batchesOf({ pages, title, paged }: ExtractedDocument, name: RawText, language: string): RawBatch[] {
  const starts = Array.from(
    { length: Math.ceil(pages.length / PAGES_PER_BATCH) },
    (_, batch) => batch * PAGES_PER_BATCH,
  );
  return starts.map((start) => {
    const end = start + PAGES_PER_BATCH;
    return {
      pages: pages.slice(start, end),
      // Parts of raw text are raw too.
      before: unredacted(pages[start - 1]?.text.slice(-OVERLAP_CHARACTERS) ?? ''),
      after: unredacted(pages[end]?.text.slice(0, OVERLAP_CHARACTERS) ?? ''),
      title: start === 0 ? title : NOTHING,
      name: start === 0 ? name : NOTHING,
      paged,
      language,
    };
  });
}
