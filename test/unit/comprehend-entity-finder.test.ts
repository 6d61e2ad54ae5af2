import { ComprehendClient, ComprehendServiceException, DetectPiiEntitiesCommand } from '@aws-sdk/client-comprehend';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { comprehendEntityFinder } from '#shared/adapters/aws/comprehend-entity-finder.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { comprehendAnswers } from '../doubles/comprehend-answers.ts';

function setUp(words: Readonly<Record<string, string>> = { 'Ana Ruiz': 'NAME' }, score = 0.98) {
  const client = new ComprehendClient({ region: 'eu-central-1' });
  const comprehend = mockClient(client);
  comprehend.on(DetectPiiEntitiesCommand).callsFake(comprehendAnswers(words, score));
  const finder = comprehendEntityFinder({ client });
  return {
    finder,
    comprehend,
    asked: () => comprehend.commandCalls(DetectPiiEntitiesCommand).map(({ args }) => args[0].input),
  };
}

const found = async (text: string, { finder } = setUp()) =>
  (await finder.find(unredacted(text))).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

describe('comprehendEntityFinder', () => {
  it('finds what Comprehend does, by kinds of ours', async () => {
    const words = {
      'Ana Ruiz': 'NAME',
      '4111 1111': 'CREDIT_DEBIT_NUMBER',
      '10 May': 'DATE_TIME',
      'new one': 'UNHEARD_OF',
    };

    const entities = await found('On 10 May Ana Ruiz paid by 4111 1111, a new one.', setUp(words));

    expect(entities).toEqual([
      ['PERSON', 'Ana Ruiz'],
      ['CARD', '4111 1111'],
    ]);
  });

  it('places them right behind characters that JavaScript counts twice', async () => {
    expect(await found('😀😀 Ana Ruiz 😀 and again Ana Ruiz.')).toEqual([
      ['PERSON', 'Ana Ruiz'],
      ['PERSON', 'Ana Ruiz'],
    ]);
  });

  it('asks in the language of the text, in English where nobody knows it, and not at all in any other', async () => {
    const { finder, asked } = setUp();

    for (const language of ['es', 'und', undefined, 'de'])
      await finder.find(unredacted('Ana Ruiz'), undefined, language);

    expect(asked().map(({ LanguageCode }) => LanguageCode)).toEqual(['es', 'en', 'en']);
  });

  it('asks in pieces that Comprehend takes, and finds a name wherever it is cut', async () => {
    const filler = 'übermäßig ';
    const text = `${filler.repeat(8_400)}Ana Ruiz ${filler.repeat(9_000)}Ana Ruiz`;
    const stack = setUp();

    const entities = await found(text, stack);

    expect(entities).toHaveLength(2);
    expect(stack.asked().length).toBeGreaterThan(1);
    for (const { Text = '' } of stack.asked()) expect(Buffer.byteLength(Text)).toBeLessThanOrEqual(100_000);
  });

  it.each([
    ['what it asks', `${'x'.repeat(250)} and ${'y'.repeat(250)}`, 'en', [6]],
    ['a request at least', 'Ana Ruiz', 'und', [3]],
    ['every piece by itself', 'übermäßig '.repeat(12_000), undefined, [1_206]],
    ['nothing of an empty text', ' \n', 'en', []],
    ['nothing of a language that it does not know', 'Ana Ruiz', 'de', []],
  ])('says before what it takes: %s', async (_what, text, language, units) => {
    const { finder, asked } = setUp();

    const uses = finder.usesFor?.(unredacted(text), language) ?? [];
    await finder.find(unredacted(text), undefined, language);

    expect(uses.map(({ calls }) => calls)).toEqual(units);
    const sent = asked().map(({ Text = '' }) => Math.max(3, Math.ceil(Text.length / 100)));
    expect(sent.reduce((sum, one) => sum + one, 0)).toBe(units[0] ?? 0);
  });

  it('leaves out what Comprehend is not sure of', async () => {
    expect(await found('Ana Ruiz', setUp({ 'Ana Ruiz': 'NAME' }, 0.3))).toEqual([]);
  });

  it.each(['ThrottlingException', 'InternalServerException', 'AccessDeniedException'])(
    'holds the text by %s',
    async (name) => {
      const { finder, comprehend } = setUp();
      comprehend.on(DetectPiiEntitiesCommand).rejects(
        new ComprehendServiceException({
          name,
          message: 'Ana Ruiz',
          $fault: 'server',
          $metadata: { httpStatusCode: 500 },
        }),
      );

      const failure = await finder.find(unredacted('Ana Ruiz')).catch((thrown: unknown) => thrown);

      expect(failure).toBeInstanceOf(PipelineFailure);
      expect(failure).toMatchObject({ name: 'DetectorUnavailable', cause: undefined, details: { error: name } });
      expect(JSON.stringify(failure)).not.toContain('Ana');
    },
  );
});
