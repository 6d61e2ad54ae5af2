import { escapeHtml } from '../escape-html.ts';
import { differencePlot, intervalPlot } from './gate-plots.ts';
import type { GateReport } from './judge-run.ts';
import { type Claim, shownVerdict } from './policy-claims.ts';

/** Questions listed below a claim. */
const SHOWN_CASES = 100;

/** The gate's report as one self-contained page: plots are drawn in it, no script, no request. */
export function gatePage({ verdict, confidence, dataset, claims, warnings }: GateReport): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Gate: ${verdict}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .25rem .75rem; border-top: 1px solid #8886; }
svg { max-width: 100%; height: auto; } text { fill: currentColor; font: 12px system-ui, sans-serif; }
.axis { stroke: #888; } .limit { stroke: #c60; stroke-dasharray: 4 3; } .mark { fill: currentColor; }
.pass { color: #2a7; } .fail { color: #d33; } .inconclusive { color: #b80; }
.gain { fill: #2a7; } .loss { fill: #d33; }
</style></head><body>
<h1>Gate: <span class="${verdict}">${verdict}</span></h1>
<p>${escapeHtml(dataset)}. Each bound holds at ${Number((100 * confidence).toFixed(1))} % (one-sided).</p>
<table><thead><tr><th>figure</th><th>of</th><th>cases</th><th>asked</th><th>measured</th><th>verdict</th></tr></thead><tbody>
${claims.map(row).join('\n')}
</tbody></table>
${warnings.map((warning) => `<p class="inconclusive">Warning, on which the verdict does not hang: ${escapeHtml(warning)}</p>`).join('\n')}
<h2>Where the figures lie</h2>
<p>A bar reaches from bound to bound, the dot is what was measured, the dashed line is what was asked.</p>
${intervalPlot(claims)}
${claims.map(section).join('\n')}
</body></html>
`;
}

function row(claim: Claim): string {
  const { figure, slice, cases, asks, value, verdict, casesNeeded } = claim;
  const more = casesNeeded === undefined ? '' : `, about ${casesNeeded} cases would settle it`;
  return `<tr><td>${escapeHtml(figure)}</td><td>${escapeHtml(slice ?? 'all')}</td><td>${cases}</td><td>${escapeHtml(asks)}</td><td>${value.toFixed(4)}</td><td class="${verdict}">${shownVerdict(claim)}${more}</td></tr>`;
}

function section({ figure, slice, asks, failing, differences }: Claim): string {
  if (failing.length === 0) return '';
  const items = failing
    .slice(0, SHOWN_CASES)
    .map((each) => `<tr><td>${escapeHtml(each.id)}</td><td>${each.baseline}</td><td>${each.candidate}</td></tr>`);
  return `<h2>${escapeHtml(figure)} ${escapeHtml(slice ?? '')}, ${escapeHtml(asks)}</h2>
${differencePlot(differences)}
<p>${failing.length} questions speak against it${failing.length > SHOWN_CASES ? `; the worst ${SHOWN_CASES}` : ''}.</p>
<table><thead><tr><th>question</th><th>before</th><th>now</th></tr></thead><tbody>
${items.join('\n')}
</tbody></table>`;
}
