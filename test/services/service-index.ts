import { openSearchConnection } from '#shared/adapters/aws/open-search-connection.ts';
import type { Connect } from '#shared/adapters/aws/open-search-requests.ts';
import { ANY_CREDENTIALS } from './service-buckets.ts';

/** The name by which the index is asked, of the index itself or an alias. */
export const CHUNKS = 'affidavit-chunks';

/**
 * The product's own connection to the OpenSearch at `endpoint`, and a way to leave it empty.
 *
 * Indexes there refresh twenty times a second unless another interval is given. A domain does so once a second, which each
 * write waits for: the outcome is the same, and a suite of writes would take minutes.
 */
export function serviceIndex(
  endpoint: string,
  refreshInterval = '50ms',
): { readonly connect: Connect; wipe(): Promise<void> } {
  const credentials = async () => ANY_CREDENTIALS.credentials;
  const connect = openSearchConnection({ endpoint, aws: { region: async () => ANY_CREDENTIALS.region, credentials } });
  const wipe = async () => {
    const { transport } = await connect();
    const template = {
      index_patterns: ['affidavit-*'],
      template: { settings: { 'index.refresh_interval': refreshInterval } },
    };
    await transport.request({ method: 'PUT', path: '/_index_template/affidavit-services', body: template });
    await transport.request({ method: 'DELETE', path: '/affidavit-*' });
  };
  return { connect, wipe };
}
