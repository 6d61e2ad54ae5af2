import type { TableRow } from '#shared/domain/extraction-metrics.ts';

/** What a file should be read as, of the Markdown that stands for it. */
export interface ExpectedText {
  /** The words, without what is Markdown's own. */
  readonly text: string;
  /** Rows of its tables, headers included. */
  readonly rows: readonly TableRow[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" };

/** Reads Markdown as its reader would: no comments, no addresses of links and images, no escapes, no rules of tables. */
export function expectedText(markdown: string): ExpectedText {
  const lines = markdown.replace(/<!--[\s\S]*?-->/g, ' ').split(/\r?\n/);
  const kept = lines.filter((line) => !isRule(line));
  const rows = kept.filter((line) => /^\s*\|.*\|\s*$/.test(line)).map(cellsOf);
  return { text: kept.map(plain).join('\n'), rows };
}

/** The line below a table's header. */
function isRule(line: string): boolean {
  return /^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*$/.test(line);
}

function cellsOf(line: string): TableRow {
  const inner = line.trim().slice(1, -1);
  return inner.split(/(?<!\\)\|/).map((cell) => plain(cell).trim());
}

function plain(line: string): string {
  return line
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, ' ')
    .replace(/&(\w+|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/(\*\*|__|~~|`)/g, '')
    .replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, '$1');
}
