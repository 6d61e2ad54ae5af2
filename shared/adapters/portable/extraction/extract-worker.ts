import { parentPort } from 'node:worker_threads';
import { extractDocument } from './extract-document.ts';
import { type ExtractionRequest, failureAnswer } from './extraction-messages.ts';

// Parsers leave promises behind that fail after the document has failed; the document's own answer is what counts.
process.on('unhandledRejection', () => undefined);

parentPort?.on('message', async ({ bytes, type, maxOutputCharacters }: ExtractionRequest) => {
  const answer = await extractDocument(bytes, type, maxOutputCharacters).then(
    (document) => ({ document }),
    failureAnswer,
  );
  parentPort?.postMessage(answer);
});
