import { escapeHtml } from '../escape-html.ts';
import type { Claim } from './policy-claims.ts';

const WIDTH = 900;
/** Room for the names at the left of a plot. */
const LABELS = 330;
const ROW = 26;

/** One row a claim: bounds as a bar, the value as a dot, the limit as a dashed line. Each row has a scale of its own. */
export function intervalPlot(claims: readonly Claim[]): string {
  const rows = claims.map((claim, at) => intervalRow(claim, ROW * at + ROW / 2));
  return svg(ROW * claims.length + 4, 'Bounds of each claim', rows.join('\n'));
}

function intervalRow({ figure, slice, value, bounds, limit, verdict }: Claim, y: number): string {
  const ends = [bounds.low, bounds.high, limit, value];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const span = most - least || 1;
  const x = (amount: number) => (LABELS + 70 + ((amount - least) / span) * (WIDTH - LABELS - 150)).toFixed(1);
  return `<text x="0" y="${y + 4}">${escapeHtml(slice === undefined ? figure : `${figure} (${slice})`)}</text>
<g class="${verdict}"><text x="${LABELS}" y="${y + 4}">${bounds.low.toFixed(3)}</text>
<rect x="${x(bounds.low)}" y="${y - 4}" width="${Math.max(1, Number(x(bounds.high)) - Number(x(bounds.low))).toFixed(1)}" height="8" fill="currentColor" opacity=".5"/>
<circle cx="${x(value)}" cy="${y}" r="5" fill="currentColor"/><text x="${WIDTH - 50}" y="${y + 4}">${bounds.high.toFixed(3)}</text></g>
<line class="limit" x1="${x(limit)}" x2="${x(limit)}" y1="${y - 11}" y2="${y + 11}"/>`;
}

const HEIGHT = 120;

/** One bar a case, the worst loss first: whether a few cases lost much or many a little. */
export function differencePlot(differences: readonly number[]): string {
  const sorted = [...differences].sort((a, b) => a - b);
  const most = Math.max(...sorted.map(Math.abs)) || 1;
  const width = WIDTH / sorted.length;
  const bars = sorted.map((difference, at) => {
    const height = (Math.abs(difference) / most) * (HEIGHT / 2);
    const top = difference > 0 ? HEIGHT / 2 - height : HEIGHT / 2;
    const x = (at * width).toFixed(2);
    return `<rect class="${difference > 0 ? 'gain' : 'loss'}" x="${x}" y="${top.toFixed(1)}" width="${width.toFixed(2)}" height="${height.toFixed(1)}"/>`;
  });
  const axis = `<line class="axis" x1="0" x2="${WIDTH}" y1="${HEIGHT / 2}" y2="${HEIGHT / 2}"/>`;
  return svg(HEIGHT, 'Change of each question', `${bars.join('')}${axis}`);
}

function svg(height: number, title: string, content: string): string {
  return `<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img"><title>${title}</title>
${content}</svg>`;
}
