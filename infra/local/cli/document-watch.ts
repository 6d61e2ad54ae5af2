import type { DocumentRecord } from '#shared/domain/document.ts';
import { everyDocument } from '../every-document.ts';
import type { Stack } from '../stack.ts';
import type { CliContext } from './cli-context.ts';
import { documentLines } from './document-lines.ts';

/** Milliseconds between two looks at the ledger. */
const INTERVAL = 300;

/** Prints each document whenever its state changes, until the process is asked to stop. */
export async function watchDocuments(stack: Stack, tenantId: string, context: CliContext): Promise<void> {
  const shown = new Map<string, number>();
  do {
    for (const document of await everyDocument(stack.ports.ledger, tenantId)) printChange(document, shown, context);
  } while (await pauseUnlessInterrupted(INTERVAL));
}

function printChange(document: DocumentRecord, shown: Map<string, number>, context: CliContext): void {
  if (shown.get(document.documentId) === document.revision) return;
  shown.set(document.documentId, document.revision);
  for (const line of documentLines(document)) context.print(line);
}

function pauseUnlessInterrupted(milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (goesOn: boolean) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted);
      resolve(goesOn);
    };
    const interrupted = () => end(false);
    const timer = setTimeout(() => end(true), milliseconds);
    process.once('SIGINT', interrupted);
  });
}
