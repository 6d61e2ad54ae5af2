import type { Chunk } from '#shared/domain/chunk.ts';
import type { RedactedPage } from '#shared/domain/extraction.ts';
import { escapeHtml } from '../escape-html.ts';

/** A document as one setting cuts it. */
export interface ChunkedText {
  /** Of the setting. */
  readonly name: string;
  /** `tokens`: of what is found. */
  readonly chunks: readonly (Chunk & { readonly tokens: number })[];
}

type ShownChunk = ChunkedText['chunks'][number];

/** One self-contained page: each page of the text once a setting, side by side. No script, no request. */
export function chunkPage(title: string, pages: readonly RedactedPage[], texts: readonly ChunkedText[]): string {
  const heads = texts.map(({ name, chunks }) => `<th>${escapeHtml(name)}: ${chunks.length} chunks</th>`);
  const rows = pages.map((page) => {
    const cells = texts.map(({ chunks }) => `<td>${pageHtml(page, chunks)}</td>`);
    return `<tr><th colspan="${texts.length}" id="page-${page.number}">Page ${page.number}</th></tr>\n<tr>${cells.join('')}</tr>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 1rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th { text-align: left; padding: .5rem; }
td { vertical-align: top; padding: .5rem; border: 1px solid #8886; white-space: pre-wrap; overflow-wrap: anywhere; }
.odd { background: #fc06; } .even { background: #08f4; } .shared { background: #0a06; }
b { font-size: .75rem; background: #8883; border-radius: .3rem; padding: 0 .3rem; margin-right: .2rem; }
footer { color: #777; }
</style></head><body>
<p>Each colour is a chunk; green text is in several. The label says its number and the tokens of what is found; point at it
for the title and section path that are embedded with it, and for what is read where that is more.</p>
<table><thead><tr>${heads.join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table>
</body></html>
`;
}

function pageHtml({ number, text }: RedactedPage, all: readonly ShownChunk[]): string {
  const chunks = all.filter(({ page }) => page === number);
  const borders = new Set([0, text.length, ...chunks.flatMap((chunk) => Object.values(foundIn(chunk)))]);
  const ends = [...borders].sort((a, b) => a - b);
  return ends
    .slice(1)
    .map((end, at) => stretchHtml(text, ends[at] ?? 0, end, chunks))
    .join('');
}

/** A stretch that no border falls into. */
function stretchHtml(text: string, start: number, end: number, chunks: readonly ShownChunk[]): string {
  const shown = escapeHtml(text.slice(start, end));
  const over = chunks.filter((chunk) => foundIn(chunk).start <= start && end <= foundIn(chunk).end);
  const labels = over.filter((chunk) => foundIn(chunk).start === start).map(labelHtml);
  const [first] = over;
  if (first === undefined) return shown;
  const kind = over.length > 1 ? 'shared' : first.position % 2 === 0 ? 'even' : 'odd';
  return `<span class="${kind}">${labels.join('')}${shown}</span>`;
}

function labelHtml({ position, tokens, context, focus, start, end }: ShownChunk): string {
  const read = focus === undefined ? '' : `\nread: characters ${start} to ${end}`;
  return `<b title="${escapeHtml(`${context}${read}`)}">${position + 1} · ${tokens}</b>`;
}

function foundIn({ start, end, focus }: ShownChunk): { readonly start: number; readonly end: number } {
  return focus === undefined ? { start, end } : { start: focus.start, end: focus.end };
}
