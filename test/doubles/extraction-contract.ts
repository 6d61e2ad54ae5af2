import type { ExtractedDocument, RawPage } from '#shared/domain/extraction.ts';

/** What breaks the contract of blocks and pages; empty when all is well. */
export function contractBreaches({ pages, paged }: ExtractedDocument, maxSection = 12_000): readonly string[] {
  return pages.flatMap((page, index) => [
    ...(page.number === index + 1 ? [] : [`page ${index + 1} is numbered ${page.number}`]),
    ...(paged || page.text.length <= maxSection ? [] : [`section ${page.number} is too long`]),
    ...blockBreaches(page),
  ]);
}

function blockBreaches({ number, text, blocks }: RawPage): readonly string[] {
  const breaches: string[] = [];
  let covered = 0;
  for (const { kind, start, end, level, table } of blocks) {
    if (start < covered || end <= start || end > text.length)
      breaches.push(`page ${number}: ${start}-${end} is out of order`);
    if (text.slice(covered, start).trim() !== '') breaches.push(`page ${number}: text before ${start} is in no block`);
    if ((kind === 'heading') !== (level !== undefined)) breaches.push(`page ${number}: ${kind} with level ${level}`);
    if ((kind === 'table-row') !== (table !== undefined)) breaches.push(`page ${number}: ${kind} with table ${table}`);
    covered = end;
  }
  if (text.slice(covered).trim() !== '') breaches.push(`page ${number}: text after ${covered} is in no block`);
  return breaches;
}

/** Each block as `kind: text`, headings with their level and header rows marked. */
export function blockLines({ pages }: ExtractedDocument): readonly string[] {
  return pages.flatMap(({ text, blocks }) =>
    blocks.map(({ kind, level, header, start, end }) => {
      const mark = `${kind}${level === undefined ? '' : ` ${level}`}${header ? ' (header)' : ''}`;
      return `${mark}: ${text.slice(start, end)}`;
    }),
  );
}
