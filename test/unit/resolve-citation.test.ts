import { expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import { notingAnswerer } from '../doubles/noting-answerer.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, QUESTION, questionApi, RENT } from '../doubles/question-api.ts';

const OFFER = 'The monthly rent of the hall is offered at 51,000 euros. The offer of the hall ends in May.';

/** The query function with a model that quotes every sentence of two documents, and the keys of the pages that are read. */
async function quotingApi() {
  const { ports, publish } = await questionApi();
  await publish({ documentId: 'offer', text: OFFER });
  const { answerer } = notingAnswerer(({ passages }) =>
    passages
      .filter(({ documentId }) => documentId !== 'menu')
      .flatMap(({ chunkId, text }) => text.split(/(?<=\.) /).map((quote) => ({ chunkId, text: quote, quote }))),
  );
  const reads: string[] = [];
  const read: ArtifactStore['read'] = (key, schema, signal) => {
    reads.push(key);
    return ports.artifacts.read(key, schema, signal);
  };
  const artifacts = { ...ports.artifacts, read };
  const handler = createHandler({ ...ports, artifacts, answerers: [answerer], policy: { rules: [] } });
  const ask = (accept: string) =>
    call(handler, { route: 'POST /v1/answers', caller: ANA, body: { question: QUESTION }, headers: { accept } });
  return { ask, reads };
}

it.each(['application/json', 'text/event-stream'])(
  'reads pages once for all the claims of an answer (%s)',
  async (accept) => {
    const { ask, reads } = await quotingApi();

    const { text } = await ask(accept);

    expect(text.match(/"boxes":\[\{/g)).toHaveLength(4);
    expect(text).toContain(`"end":${RENT.length}`);
    expect(reads).toHaveLength(2);
    expect(new Set(reads).size).toBe(2);
  },
);

it('reads them anew for the next answer, for a document may have changed', async () => {
  const { ask, reads } = await quotingApi();

  await ask('application/json');
  await ask('application/json');

  expect(reads).toHaveLength(4);
});
