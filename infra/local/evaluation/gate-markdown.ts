import type { GateReport } from './judge-run.ts';
import { type Claim, shownVerdict } from './policy-claims.ts';
import { shownFigure } from './shown-figure.ts';

/** Questions named below a claim; the JSON document has all of them. */
const SHOWN_CASES = 20;

const HEADLINES = {
  pass: 'Gate: pass',
  fail: 'Gate: fail',
  inconclusive: 'Gate: inconclusive, too few cases for the claim',
} as const;

/** The gate's report for a pull request. */
export function gateMarkdown({ verdict, confidence, dataset, claims, warnings }: GateReport): string {
  return [
    `## ${HEADLINES[verdict]}`,
    '',
    `${safe(dataset)}; each bound holds at ${percent(confidence)} (one-sided).`,
    '',
    '| figure | of | cases | asked | measured | bounds | verdict |',
    '| --- | --- | ---: | --- | ---: | --- | --- |',
    ...claims.map(claimRow),
    ...(warnings.length > 0 ? ['', `**Warnings, on which the verdict does not hang**`, ''] : []),
    ...warnings.map((warning) => `- ${safe(warning)}`),
    ...claims.filter((claim) => claim.verdict !== 'pass' && claim.failing.length > 0).flatMap(failingLines),
    '',
  ].join('\n');
}

function claimRow(claim: Claim): string {
  const { figure, slice, cases, asks, value, bounds, casesNeeded } = claim;
  const more = casesNeeded === undefined ? '' : `, about ${casesNeeded} cases would settle it`;
  const interval = `${bounds.low.toFixed(4)} to ${bounds.high.toFixed(4)}`;
  return `| ${safe(figure)} | ${safe(slice ?? 'all')} | ${cases} | ${asks} | ${value.toFixed(4)} | ${interval} | ${shownVerdict(claim)}${more} |`;
}

function failingLines({ figure, slice, asks, failing }: Claim): string[] {
  const hidden = failing.length - SHOWN_CASES;
  return [
    '',
    `**${safe(figure)}${slice === undefined ? '' : ` (${safe(slice)})`}, ${asks}**: ${failing.length} questions speak against it`,
    '',
    ...failing
      .slice(0, SHOWN_CASES)
      .map(
        ({ id, baseline, candidate }) =>
          `- ${safe(id)}: ${shownFigure(baseline)} before, ${shownFigure(candidate)} now`,
      ),
    ...(hidden > 0 ? [`- and ${hidden} more`] : []),
  ];
}

/** Names come from files: none may open a link, a tag, a mention or another column of the table. */
function safe(name: string): string {
  return `\`${name.replaceAll(/[`|\r\n]/g, '_')}\``;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
