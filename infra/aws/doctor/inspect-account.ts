import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import type { Finding } from '#shared/domain/finding.ts';
import type { AccountClients } from './account-clients.ts';
import { lookedAt } from './looked-at.ts';

/** Where the CDK's bootstrap stack keeps its version. Source: CDK guide, "Bootstrapping"; the default qualifier. */
const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

/** What the stacks of this app ask for, as their manifests say (`requiresBootstrapStackVersion`). */
const BOOTSTRAP_VERSION = 6;

/** What waits for credentials. */
const NOT_ASKED = 'without them nobody says anything of models, quotas, the search domain and the queues';

export async function inspectAccount(
  { models }: Pick<EnvironmentSettings, 'models'>,
  { sts, ssm }: Pick<AccountClients, 'sts' | 'ssm'>,
): Promise<Finding[]> {
  return [
    await lookedAt(
      'region',
      `Run \`export AWS_REGION=<region>\` with one of ${models.regions.join(', ')}.`,
      async () => {
        const region = await sts.config.region().catch(() => undefined); // The SDK throws where none is set.
        return { ok: models.regions.includes(region ?? ''), found: region ?? 'none is set' };
      },
    ),
    await lookedAt(
      'credentials',
      `Run \`aws sso login\` or \`aws configure\`, and then this again: ${NOT_ASKED}.`,
      async () => {
        const { Account } = await sts.send(new GetCallerIdentityCommand({}));
        return { ok: Account !== undefined, found: Account === undefined ? 'no account' : 'of an account' };
      },
    ),
    await lookedAt('bootstrap', 'Run `npx cdk bootstrap`.', async () => {
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER }));
      const version = Number(Parameter?.Value);
      return { ok: version >= BOOTSTRAP_VERSION, found: `version ${version}, ${BOOTSTRAP_VERSION} or later is needed` };
    }),
  ];
}
