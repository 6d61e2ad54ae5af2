import { chartRows } from './word-chart.ts';

/** Names the part that holds what a drawing shows: of a chart its figures, of a diagram its texts. */
const DRAWING = /<(?:c:chart|dgm:relIds)\s[^<>]{0,1000}?r:(?:id|dm)="([^"<>]{1,100})"/g;

/**
 * A body part with what its charts and diagrams say, behind the paragraph that each stands in: a chart as a table of the
 * figures that it draws, a diagram as its texts. Mammoth leaves drawings out. A part that several drawings show is
 * written once, so that a small file stays small.
 *
 * Source: ECMA-376, part 1, sections 21.2 and 21.4.
 *
 * @param name of the body part, such as `word/document.xml`
 */
export function withDrawnText(body: string, name: string, parts: ReadonlyMap<string, Buffer>): string {
  if (!/<(?:c:chart|dgm:relIds)\s/.test(body)) return body;
  const targets = targetsOf(parts.get(name.replace(/([^/]+)$/, '_rels/$1.rels')), parts);
  const pieces: string[] = [];
  let from = 0;
  for (const { index, 1: id = '' } of body.matchAll(DRAWING)) {
    const drawn = targets.get(id);
    const end = body.indexOf('</w:p>', index) + '</w:p>'.length;
    if (drawn === undefined || end < index) continue;
    targets.delete(id);
    pieces.push(body.slice(from, end), drawnText(drawn.toString('utf8')));
    from = Math.max(from, end);
  }
  return [...pieces, body.slice(from)].join('');
}

/** Parts by the names that a body has for them. */
function targetsOf(relations: Buffer | undefined, parts: ReadonlyMap<string, Buffer>): Map<string, Buffer> {
  const targets = new Map<string, Buffer>();
  for (const [relation] of (relations?.toString('utf8') ?? '').matchAll(/<Relationship\s[^<>]{0,4000}>/g)) {
    const [, id = ''] = /\sId="([^"]*)"/.exec(relation) ?? [];
    const [, target = ''] = /\sTarget="([^"]*)"/.exec(relation) ?? [];
    const part = parts.get(target.startsWith('/') ? target.slice(1) : `word/${target}`);
    if (part !== undefined) targets.set(id, part);
  }
  return targets;
}

function drawnText(part: string): string {
  const rows = chartRows(part);
  const isChart = rows.length > 0;
  const texts = isChart ? titlesOf(part) : textsOf(part, '</dgm:pt>');
  const table = rows.map((cells) => `<w:tr>${cells.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`);
  return [...texts.map(paragraph), isChart ? `<w:tbl>${table.join('')}</w:tbl>` : ''].join('');
}

/** Of the chart and its axes. */
function titlesOf(chart: string): readonly string[] {
  return textsOf(
    chart
      .split('<c:title>')
      .slice(1)
      .map((part) => part.split('</c:title>', 1)[0])
      .join('</c:title>'),
    '</c:title>',
  );
}

/** The runs of each stretch that ends with `border`, as they are written in the file. */
function textsOf(xml: string, border: string): readonly string[] {
  return xml
    .split(border)
    .map((stretch) => [...stretch.matchAll(/<a:t>([^<]*)<\/a:t>/g)].map(([, text = '']) => text).join(''))
    .filter((text) => text.trim() !== '');
}

function paragraph(text: string): string {
  return `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}
