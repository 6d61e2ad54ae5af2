/** In order of preference when two fit alike: a tab or a semicolon in every line is hardly chance, a comma may be. */
const DELIMITERS = ['\t', ';', '|', ','] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface DelimiterFit {
  readonly delimiter: Delimiter;
  /** Fields that most records have. */
  readonly fields: number;
  /** Records looked at. */
  readonly records: number;
  /** Share of the records that have just so many fields. */
  readonly share: number;
}

/** Records that are looked at: a delimiter that splits these alike splits the rest. */
const SAMPLE_RECORDS = 100;

/** The delimiter that splits the first records into the same number of fields most often, if any splits them. */
export function bestDelimiter(text: string): DelimiterFit | undefined {
  const [best] = DELIMITERS.map((delimiter) => fitOf(text, delimiter))
    .filter(({ fields }) => fields > 1)
    .sort((a, b) => b.share - a.share || b.fields - a.fields);
  return best;
}

function fitOf(text: string, delimiter: Delimiter): DelimiterFit {
  const counts = fieldCounts(text, delimiter);
  const tally = Map.groupBy(counts, (count) => count);
  const [fields, alike] = [...tally].reduce(
    (most, entry) => (entry[1].length > most[1].length ? entry : most),
    [0, []],
  );
  return { delimiter, fields, records: counts.length, share: alike.length / Math.max(1, counts.length) };
}

const QUOTED_FIELD = /(?<=^|[\t;|,])[ ]?"(?:[^"]|""){0,100000}"/gm;

/** Fields of each of the first records; delimiters and line ends between quotes do not count. */
function fieldCounts(text: string, delimiter: Delimiter): number[] {
  return text
    .replace(QUOTED_FIELD, 'quoted')
    .split('\n', SAMPLE_RECORDS * 2)
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_RECORDS)
    .map((line) => line.split(delimiter).length);
}
