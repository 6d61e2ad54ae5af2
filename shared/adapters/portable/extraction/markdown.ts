import type { DraftBlock } from '../../../domain/extraction-pages.ts';
import { decodeText } from './decode-text.ts';
import type { FormatExtractor } from './format-extractor.ts';
import { inlineMarkdown } from './markdown-inline.ts';
import { type MarkdownLine, markdownLine } from './markdown-lines.ts';
import { sectionedDocument } from './sectioned-document.ts';
import { tableRows } from './table-rows.ts';

/** Markdown with its structure kept and its signs taken away; what is HTML in it stays as it is written. */
export const extractMarkdown: FormatExtractor = (bytes) => {
  const { title, body } = frontMatter(decodeText(bytes).text.replace(/\r\n?/g, '\n'));
  return sectionedDocument(markdownBlocks(body), title);
};

/** YAML between `---` lines at the start. Its title names the document; the whole of it stays readable. */
function frontMatter(text: string): { readonly title: string | undefined; readonly body: string } {
  const match = /^\s*---\n([\s\S]{0,20000}?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|$)/.exec(text);
  if (!match) return { title: undefined, body: text };
  const [whole, fields = ''] = match;
  const title = /^title:[^\S\n]*(["']?)(.{1,300}?)\1[^\S\n]*$/m.exec(fields)?.[2];
  return { title, body: `~~~\n${fields}\n~~~\n${text.slice(whole.length)}` };
}

interface Group {
  readonly kind: MarkdownLine['kind'];
  readonly level: number | undefined;
  readonly lines: MarkdownLine[];
}

function markdownBlocks(text: string): readonly DraftBlock[] {
  let tables = 0;
  return groupsOf(text).flatMap(({ kind, level, lines }): readonly DraftBlock[] => {
    const joined = lines.map((line) => line.text).join('\n');
    if (kind === 'blank' || kind === 'fence' || kind === 'rule') return [];
    if (kind === 'table-row') return markdownTable(lines, tables++);
    return [{ kind, level, text: kind === 'code' ? joined : inlineMarkdown(joined) }];
  });
}

/** Lines that make one block each, in order. */
function groupsOf(text: string): readonly Group[] {
  const groups: Group[] = [];
  let fence: string | undefined;
  for (const source of text.split('\n')) {
    const line = markdownLine(source, fence, groups.at(-1)?.kind);
    if (line.kind === 'fence') fence = fence === undefined ? line.text : undefined;
    addLine(groups, line);
  }
  return groups;
}

function addLine(groups: Group[], line: MarkdownLine): void {
  const last = groups.at(-1);
  if (last && line.underlines) groups[groups.length - 1] = { ...last, kind: 'heading', level: line.level };
  else if (last && continues(last.kind, line)) last.lines.push(line);
  else groups.push({ kind: line.kind, level: line.level, lines: [line] });
}

function continues(kind: MarkdownLine['kind'], line: MarkdownLine): boolean {
  if (line.kind === 'paragraph') return kind === 'paragraph' || kind === 'list-item';
  return line.kind === kind && (kind === 'code' || kind === 'table-row');
}

function markdownTable(lines: readonly MarkdownLine[], table: number): readonly DraftBlock[] {
  const rows = lines.map(({ text }) =>
    text
      .trim()
      .replace(/^\||(?<!\\)\|$/g, '')
      .split(/(?<!\\)\|/),
  );
  const ruled = rows.findIndex((cells) => cells.every((cell) => /^\s*:?-+:?\s*$/.test(cell)));
  const content = rows.filter((_, index) => index !== ruled);
  return tableRows(
    content.map((cells) => cells.map((cell) => inlineMarkdown(cell.replaceAll('\\|', '|')))),
    table,
    Math.max(0, ruled),
  );
}
