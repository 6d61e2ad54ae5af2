import type { LocalPorts } from '#infra/local/local-ports.ts';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { dynamoSlots } from '#shared/adapters/aws/dynamo-slots.ts';
import type { Pause } from '#shared/adapters/aws/jittered-pause.ts';
import { openSearchGenerations } from '#shared/adapters/aws/open-search-generations.ts';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { s3DocumentStore } from '#shared/adapters/aws/s3-document-store.ts';
import { generationalChunkIndex } from '#shared/adapters/portable/generational-chunk-index.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import type { ObjectEvent } from '#shared/domain/object-event.ts';
import { serviceBuckets } from './service-buckets.ts';
import { serviceDocumentStore } from './service-document-store.ts';
import { serviceIndex } from './service-index.ts';
import { serviceSlots } from './service-slots.ts';
import { serviceTables } from './service-tables.ts';
import type { Endpoints } from './services.ts';

/** Where one run of the product keeps its state on the servers. */
export interface ServiceState {
  readonly documentBucket: string;
  readonly artifactBucket: string;
  readonly table: string;
}

/** Empty buckets, an empty table, and no index. */
export async function emptyServiceState(endpoints: Required<Endpoints>): Promise<ServiceState> {
  const { emptyBucket } = serviceBuckets(endpoints.s3Mock);
  await serviceIndex(endpoints.openSearch).wipe();
  return {
    documentBucket: await emptyBucket({ versioned: true }),
    artifactBucket: await emptyBucket({ versioned: false }),
    table: await serviceTables(endpoints.dynamoDb).emptyTable(),
  };
}

/**
 * The AWS adapters over these servers in place of what the machine keeps in a folder. There is no server for SQS and Step
 * Functions: the durable queue of events and the interpreter of the state machine stay.
 */
export function servicePorts(
  endpoints: Required<Endpoints>,
  { documentBucket, artifactBucket, table }: ServiceState,
  { pause }: { readonly pause?: Pause } = {},
): (ports: LocalPorts) => LocalPorts {
  const s3 = serviceBuckets(endpoints.s3Mock).client;
  const dynamo = serviceTables(endpoints.dynamoDb).client;
  const { connect } = serviceIndex(endpoints.openSearch);
  return (ports) => {
    const { clock, analyzer, fingerprint } = ports;
    const waits = { clock, ...(pause && { pause }) };
    let listener = async (_event: ObjectEvent) => {};
    const items = { client: dynamo, table, ids: randomIds, ...waits };
    const generations = openSearchGenerations({ connect, analyzer, ...waits });
    const index = generationalChunkIndex(generations);
    const store = s3DocumentStore({ client: s3, bucket: documentBucket, clock });
    return {
      ...ports,
      store: serviceDocumentStore({ store, client: s3, onChange: (event) => listener(event) }),
      artifacts: s3ArtifactStore({ client: s3, bucket: artifactBucket }),
      ledger: dynamoLedger(items),
      slots: serviceSlots(dynamoSlots(items), dynamo, table),
      index,
      generations,
      prepareIndex: async () => index.prepare(await fingerprint()),
      onChange: (next) => {
        listener = next;
      },
    };
  };
}
