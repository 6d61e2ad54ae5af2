/**
 * The area under the ROC curve: how often a case that should score high does score higher than one that should not, ties
 * counting half. NaN when one of the two is empty.
 *
 * Source: Hanley and McNeil, "The meaning and use of the area under a ROC curve", Radiology 1982: the Mann-Whitney form.
 */
export function areaUnderRoc(high: readonly number[], low: readonly number[]): number {
  const ranked = [...high.map((score) => ({ score, isHigh: true })), ...low.map((score) => ({ score, isHigh: false }))];
  ranked.sort((a, b) => a.score - b.score);
  let wins = 0;
  let lowsBefore = 0;
  for (let at = 0; at < ranked.length; ) {
    const end = endOfTie(ranked, at);
    const tied = ranked.slice(at, end);
    const highs = tied.filter(({ isHigh }) => isHigh).length;
    const lows = tied.length - highs;
    wins += highs * (lowsBefore + lows / 2);
    lowsBefore += lows;
    at = end;
  }
  return wins / (high.length * low.length);
}

function endOfTie(ranked: readonly { readonly score: number }[], from: number): number {
  let end = from + 1;
  while (ranked[end]?.score === ranked[from]?.score && end < ranked.length) end += 1;
  return end;
}
