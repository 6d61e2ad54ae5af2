import type { DetectPiiEntitiesCommandInput, DetectPiiEntitiesCommandOutput } from '@aws-sdk/client-comprehend';

/** Answers as Comprehend does for a text that holds these words, by their types. It counts in characters. */
export function comprehendAnswers(words: Readonly<Record<string, string>>, score = 0.98) {
  return ({ Text = '' }: DetectPiiEntitiesCommandInput): Pick<DetectPiiEntitiesCommandOutput, 'Entities'> => {
    const entities = Object.entries(words).flatMap(([word, type]) =>
      Array.from(Text.matchAll(new RegExp(word, 'gu'))).map(({ index }) => {
        const begin = [...Text.slice(0, index)].length;
        // Its client knows the types of its day; others come.
        return { Type: type as 'NAME', Score: score, BeginOffset: begin, EndOffset: begin + [...word].length };
      }),
    );
    return { Entities: entities.toSorted((a, b) => a.BeginOffset - b.BeginOffset) };
  };
}
