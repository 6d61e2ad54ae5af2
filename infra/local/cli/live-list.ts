import { createLogUpdate } from 'log-update';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { everyTenantsDocuments } from '../every-document.ts';
import type { Stack } from '../stack.ts';
import type { CliContext } from './cli-context.ts';

/** What of a stack is looked at. */
type ShownStack = Pick<Stack, 'isIdle' | 'pause'> & { readonly ports: Pick<Stack['ports'], 'ledger'> };

/**
 * Shows documents going through the steps until the stack has settled, or the signal is given: document, step, seconds,
 * outcome. On a terminal the list is redrawn; elsewhere a line is printed when a document has ended. Returns how many ended
 * in which status.
 */
export async function showProgress(
  stack: ShownStack,
  context: Pick<CliContext, 'isTerminal' | 'note'>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const drawing = context.isTerminal ? createLogUpdate(process.stderr) : undefined;
  const known = new Map(
    (await everyTenantsDocuments(stack.ports.ledger)).map(({ documentId, revision }) => [documentId, revision]),
  );
  const printed = new Set<string>();
  for (let isIdle = false; !isIdle && !signal.aborted; ) {
    isIdle = await stack.isIdle();
    const documents = (await everyTenantsDocuments(stack.ports.ledger)).filter(
      ({ documentId, revision }) => known.get(documentId) !== revision,
    );
    const rows = await Promise.all(documents.map((document) => rowOf(stack, document)));
    drawing?.(rows.map(({ line }) => line).join('\n'));
    if (drawing === undefined) printEnded(rows, printed, context);
    if (!isIdle) await stack.pause();
  }
  drawing?.done();
  return countByStatus(await everyTenantsDocuments(stack.ports.ledger));
}

interface Row {
  readonly documentId: string;
  readonly hasEnded: boolean;
  readonly line: string;
}

async function rowOf({ ports: { ledger } }: ShownStack, document: DocumentRecord): Promise<Row> {
  const { tenantId, documentId, collection, name, status, failure } = document;
  const steps = (await ledger.steps(tenantId, documentId)).filter(({ attempt }) => attempt === document.attempt);
  const started = Date.parse(steps[0]?.startedAt ?? document.updatedAt);
  const ended = Date.parse(steps.at(-1)?.endedAt ?? document.updatedAt);
  const hasEnded = status !== 'running';
  const step = hasEnded ? status : (steps.at(-1)?.step ?? 'waiting');
  const label = `${tenantId}/${collection}/${name}`.slice(0, 48).padEnd(48);
  const seconds = ((ended - started) / 1_000).toFixed(1).padStart(6);
  return { documentId, hasEnded, line: `${label}  ${step.padEnd(13)}${seconds} s  ${failure?.name ?? ''}`.trimEnd() };
}

function printEnded(rows: readonly Row[], printed: Set<string>, { note }: Pick<CliContext, 'note'>): void {
  for (const { documentId, hasEnded, line } of rows) {
    if (!hasEnded || printed.has(documentId)) continue;
    printed.add(documentId);
    note(line);
  }
}

function countByStatus(documents: readonly DocumentRecord[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { status } of documents) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}
