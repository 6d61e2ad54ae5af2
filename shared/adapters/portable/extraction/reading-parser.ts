import { PDFWorker } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { WorkerMessageHandler } from 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import { parserPort } from './parser-port.ts';

/** A parser of one document in this thread, for what reads it and draws nothing. */
export function readingParser(): PDFWorker {
  const port = parserPort();
  // Typed for a thread of the browser's, of which pdf.js uses what this port has.
  const worker = new PDFWorker({ port: port as unknown as null, verbosity: 0 });
  WorkerMessageHandler.initializeFromPort(port);
  return worker;
}
