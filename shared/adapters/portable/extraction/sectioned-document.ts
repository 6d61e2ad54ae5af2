import type { ExtractedDocument } from '../../../domain/extraction.ts';
import { type DraftBlock, draftSections, rawText } from '../../../domain/extraction-pages.ts';
import { singleLine } from '../../../domain/extraction-text.ts';

/** Characters of a title: longer ones are a first paragraph that somebody styled as a heading. */
const MAX_TITLE_CHARACTERS = 300;

/** A document of a format without pages. Without a title of its own it is called by its first heading. */
export function sectionedDocument(drafts: readonly DraftBlock[], title?: string): ExtractedDocument {
  return { title: documentTitle(drafts, title), paged: false, pages: draftSections(drafts) };
}

/** The format's own title, else the first heading, on one line. */
export function documentTitle(drafts: readonly DraftBlock[], title: string | undefined): ExtractedDocument['title'] {
  const own = singleLine(title ?? '');
  const heading = drafts.find(({ kind, text }) => kind === 'heading' && text.trim() !== '');
  return rawText((own === '' ? singleLine(heading?.text ?? '') : own).slice(0, MAX_TITLE_CHARACTERS));
}
