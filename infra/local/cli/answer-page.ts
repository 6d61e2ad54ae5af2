import type { AnswerResponse } from '#shared/contracts/api.ts';
import { escapeHtml } from '../escape-html.ts';
import { contradictedBy } from './contradicted-by.ts';

/** One self-contained page: the claims on the left, the quotes that carry them on the right. No script, no request. */
export function answerPage(question: string, answer: AnswerResponse): string {
  const { outcome, claims, conflicts, notes, answerId, answerer } = answer;
  const rows = claims.map(
    (
      { text, citation },
      at,
    ) => `<tr><td id="claim-${at + 1}"><p>${escapeHtml(text)}</p>${contradictedBy(at, conflicts).map(linkTo).join('')}</td>
<td><blockquote>${escapeHtml(citation.quote)}</blockquote>
<p class="source">${escapeHtml(citation.name)}, page ${citation.page}, characters ${citation.start} to ${citation.end}, score ${citation.score.toFixed(2)}</p></td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Answer</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
td { vertical-align: top; width: 50%; padding: .5rem 1rem; border-top: 1px solid #8886; }
table { border-collapse: collapse; width: 100%; }
blockquote { margin: 0; padding-left: 1rem; border-left: 3px solid #c60; white-space: pre-wrap; }
.source, footer { color: #777; font-size: .9rem; }
</style></head><body>
<h1>${escapeHtml(question)}</h1>
${outcome === 'answered' ? '' : `<p>Not answered: ${escapeHtml(outcome)}.</p>`}
<table><thead><tr><th>Claim</th><th>Carried by</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>
${notes.map((note) => `<p>${escapeHtml(note)}</p>`).join('\n')}
<footer>${escapeHtml(answerer)}, answer ${escapeHtml(answerId)}</footer>
</body></html>
`;
}

function linkTo(claim: number): string {
  return `<p>Contradicts <a href="#claim-${claim + 1}">claim ${claim + 1}</a>.</p>`;
}
