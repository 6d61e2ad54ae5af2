import type { PortOverrides } from '#infra/local/local-ports.ts';
import { redriveTenant, type TenantRedrive } from '#infra/local/redrive-tenant.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { type FailureName, PipelineFailure } from '#shared/domain/failures.ts';
import type { RedriveSelection } from '#shared/runtime/redrive-documents.ts';
import { type IngestStack, ingestStack } from '../doubles/ingest-stack.ts';

export const THROTTLED: RedriveSelection = { tenantId: 'local', reason: 'ModelThrottled', since: 0, isDryRun: false };

const SILENT = { onSent: () => {}, onEnded: () => {} };

/** What became of documents that a throttled model rejected, and that two redrives at once sent again. */
export interface RedrivenDocuments {
  /** Of each document that was rejected: the failure. */
  readonly rejected: readonly (FailureName | undefined)[];
  readonly redrives: readonly TenantRedrive[];
  readonly records: readonly DocumentRecord[];
  /** Of each document: executions started, and chunks in the index. */
  readonly executions: readonly number[];
  readonly chunks: readonly number[];
}

/** Takes in `size` documents with a model that is throttled to the end, mends it, and redrives twice at once. */
export async function throttledScenario(
  home: string,
  size: number,
  overrides: Pick<PortOverrides, 'decorate'> = {},
): Promise<RedrivenDocuments> {
  const ingest = await ingestStack(home, overrides);
  try {
    const places = await rejectedPlaces(ingest, size);
    const first = await recordsOf(ingest, places);
    const rejected = first.filter(({ status }) => status === 'rejected').map(({ failure }) => failure?.name);

    const redrives = await Promise.all([redrive(ingest), redrive(ingest)]);
    return {
      ...{ rejected, redrives, records: await recordsOf(ingest, places) },
      executions: await Promise.all(places.map((place) => ingest.executions(place))),
      chunks: await Promise.all(places.map(async (place) => (await ingest.chunks(place)).length)),
    };
  } finally {
    await ingest.stack.close();
  }
}

/** Documents that failed because the model was throttled, which it is no more. */
export async function rejectedPlaces(ingest: IngestStack, size: number): Promise<readonly string[]> {
  const places = Array.from({ length: size }, (_, at) => `local/inbox/${String(at).padStart(5, '0')}.txt`);
  ingest.behaviour.beforeEmbed = async () => {
    throw new PipelineFailure('ModelThrottled', 'the model is busy');
  };
  for (const [at, place] of places.entries()) await ingest.write(place, `A throttled walrus, number ${at}.`);
  await ingest.stack.settled();
  ingest.behaviour.beforeEmbed = async () => {};
  return places;
}

export function redrive({ stack }: IngestStack, changes: Partial<RedriveSelection> = {}): Promise<TenantRedrive> {
  return redriveTenant(stack, { ...THROTTLED, ...changes }, SILENT);
}

function recordsOf(ingest: IngestStack, places: readonly string[]): Promise<DocumentRecord[]> {
  return Promise.all(places.map((place) => ingest.record(place)));
}
