import { DescribeDomainCommand, type OpenSearchClient } from '@aws-sdk/client-opensearch';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IndexRoles, SearchDomain } from '../../ports/search-domain.ts';
import { awsCall } from './aws-call.ts';
import { jitteredPause } from './jittered-pause.ts';
import { GENERATION_PATTERN, SERVING_ALIAS } from './open-search-names.ts';
import { type Connect, type OpenSearchRequests, openSearchRequests } from './open-search-requests.ts';

/** Looks at the domain, at most: with pauses of some seconds between them about four minutes. */
const MAX_LOOKS = 90;

export interface OpenSearchDomainOptions {
  readonly client: Pick<OpenSearchClient, 'send'>;
  readonly domainName: string;
  /** As the domain's master user, who alone may change its security plugin. */
  readonly connect: Connect;
  readonly clock: Clock;
}

/** A managed domain with fine-grained access control: a role that its security plugin does not know gets 403. */
export function openSearchDomain({ client, domainName, connect, clock }: OpenSearchDomainOptions): SearchDomain {
  const send = openSearchRequests(connect);
  const pause = jitteredPause({ clock });

  const isReady = (signal: AbortSignal | undefined) =>
    awsCall('the search domain could not be described', signal, async (options) => {
      const command = new DescribeDomainCommand({ DomainName: domainName });
      const { DomainStatus } = await client.send(command, options);
      const endpoint = DomainStatus?.Endpoint ?? DomainStatus?.Endpoints?.['vpc'];
      return DomainStatus?.Processing === false && endpoint !== undefined;
    });

  return {
    whenReady: async (signal) => {
      for (let looks = 1; !(await isReady(signal)); looks += 1) {
        if (looks === MAX_LOOKS) throw new PipelineFailure('DependencyUnavailable', 'the search domain is not ready');
        await pause(looks, signal);
      }
    },

    grant: async ({ readerRoleArns, writerRoleArns }: IndexRoles, signal) => {
      await putRole(send, READER, readerRoleArns, signal);
      await putRole(send, WRITER, writerRoleArns, signal);
    },
  };
}

interface SecurityRole {
  readonly name: string;
  readonly cluster: readonly string[];
  readonly index: readonly string[];
}

/** Source: OpenSearch, "Default action groups" and "Permissions". Reading the mapping tells the index's fingerprint. */
const READER: SecurityRole = {
  name: 'affidavit_reader',
  cluster: [],
  index: ['indices:data/read/search*', 'indices:admin/mappings/get'],
};
const WRITER: SecurityRole = {
  name: 'affidavit_writer',
  cluster: ['indices:data/write/bulk', 'indices:data/read/scroll*'],
  index: [...READER.index, 'indices:data/write/*', 'indices:admin/refresh*'],
};

/** Both calls replace what was there, so that a role that is no longer named loses its access. */
async function putRole(
  send: OpenSearchRequests,
  { name, cluster, index }: SecurityRole,
  roleArns: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const role = {
    cluster_permissions: cluster,
    index_permissions: [{ index_patterns: [SERVING_ALIAS, GENERATION_PATTERN], allowed_actions: index }],
  };
  await put(send, `roles/${name}`, role, signal);
  await put(send, `rolesmapping/${name}`, { backend_roles: roleArns }, signal);
}

async function put(send: OpenSearchRequests, path: string, body: object, signal?: AbortSignal): Promise<void> {
  const { status } = await send({ method: 'PUT', path: `/_plugins/_security/api/${path}`, body }, signal);
  if (status === 200 || status === 201) return;
  throw new PipelineFailure('DependencyUnavailable', 'the search domain did not take a role', { details: { status } });
}
