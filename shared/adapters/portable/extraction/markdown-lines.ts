/** What one line of Markdown is. Source: CommonMark 0.31 and GitHub's tables. */
export interface MarkdownLine {
  readonly kind: 'blank' | 'heading' | 'list-item' | 'table-row' | 'fence' | 'code' | 'rule' | 'paragraph';
  /** The line without the signs that tell its kind; of a fence, the signs alone. */
  readonly text: string;
  readonly level?: number;
  /** A heading's level that is told by the line under it, which is this one. */
  readonly underlines?: boolean;
}

/** Reads a line that follows one of kind `before`; `fence` holds the signs of a fence that stands open. */
export function markdownLine(source: string, fence: string | undefined, before?: MarkdownLine['kind']): MarkdownLine {
  if (fence !== undefined) return fenced(source, fence);
  const line = source.replace(/^(?:[ \t]{0,3}>[ \t]?)+/, '');
  if (line.trim() === '') return { kind: 'blank', text: '' };
  return (
    opened(line) ??
    underline(line, before) ??
    (isRule(line) ? { kind: 'rule', text: line } : undefined) ??
    listItem(line) ??
    tableRow(line) ??
    indentedCode(source, before) ?? { kind: 'paragraph', text: line.trim() }
  );
}

function fenced(source: string, fence: string): MarkdownLine {
  const closes = source.trim().startsWith(fence) && /^(?:`+|~+)$/.test(source.trim());
  return closes ? { kind: 'fence', text: fence } : { kind: 'code', text: source };
}

function opened(line: string): MarkdownLine | undefined {
  const fence = /^\s*(`{3,}|~{3,})[^`]*$/.exec(line)?.[1];
  if (fence !== undefined) return { kind: 'fence', text: fence };
  const [, signs, text = ''] = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line) ?? [];
  return signs === undefined
    ? undefined
    : { kind: 'heading', level: signs.length, text: text.replace(/\s#+\s*$/, '').trim() };
}

function underline(line: string, before: MarkdownLine['kind'] | undefined): MarkdownLine | undefined {
  if (before !== 'paragraph' || !/^ {0,3}(?:=+|-{2,})\s*$/.test(line)) return undefined;
  return { kind: 'heading', level: line.includes('=') ? 1 : 2, underlines: true, text: '' };
}

function isRule(line: string): boolean {
  return /^(?:\*{3,}|-{3,}|_{3,})$/.test(line.replace(/\s/g, ''));
}

function listItem(line: string): MarkdownLine | undefined {
  const text = /^\s*(?:[-*+]|\d{1,9}[.)])[ \t]+(\S.*)$/.exec(line)?.[1];
  return text === undefined ? undefined : { kind: 'list-item', text: text.replace(/^\[[ xX]\][ \t]+/, '') };
}

/** Outer bars, or two bars within: a single bar within is more often prose. */
function tableRow(line: string): MarkdownLine | undefined {
  const isRow = /^\s*\|.*\|\s*$/.test(line) || /^\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+$/.test(line);
  return isRow ? { kind: 'table-row', text: line } : undefined;
}

function indentedCode(source: string, before: MarkdownLine['kind'] | undefined): MarkdownLine | undefined {
  const isInside = before === 'paragraph' || before === 'list-item';
  return /^(?: {4}|\t)/.test(source) && !isInside ? { kind: 'code', text: source } : undefined;
}
