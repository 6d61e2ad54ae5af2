/** What is used of pdf.js' parser, which has no types of its own. Source: `WorkerMessageHandler` in its src/core/worker.js. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: {
    /** Answers on this port what a `PDFWorker` with the same port asks. */
    initializeFromPort(port: object): void;
  };
}
