import {
  GetFoundationModelAvailabilityCommand,
  type GetFoundationModelAvailabilityCommandOutput,
} from '@aws-sdk/client-bedrock';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { inferenceProfile } from '#shared/domain/inference-profile.ts';
import type { AccountClients } from './account-clients.ts';
import { lookedAt } from './looked-at.ts';
import { modelsOf } from './models-of.ts';

/** Whether the account may use each model of the settings that writes or embeds, here and now. */
export async function inspectModels(
  { models }: Pick<EnvironmentSettings, 'models'>,
  { bedrock }: Pick<AccountClients, 'bedrock'>,
): Promise<Finding[]> {
  return Promise.all(
    modelsOf(models).map((model) => {
      const modelId = inferenceProfile(model)?.modelId ?? model;
      const mend = `Ask for access in the console of Bedrock; \`aws bedrock get-foundation-model-availability --model-id ${modelId}\` says when it is there.`;
      return lookedAt(`model ${model}`, mend, async () => {
        const missing = missingOf(await bedrock.send(new GetFoundationModelAvailabilityCommand({ modelId })));
        return { ok: missing.length === 0, found: missing.length === 0 ? 'open' : `lacks ${missing.join(', ')}` };
      });
    }),
  );
}

function missingOf(answer: GetFoundationModelAvailabilityCommandOutput): string[] {
  const given = {
    authorization: answer.authorizationStatus === 'AUTHORIZED',
    agreement: answer.agreementAvailability?.status === 'AVAILABLE',
    entitlement: answer.entitlementAvailability === 'AVAILABLE',
    region: answer.regionAvailability === 'AVAILABLE',
  };
  return Object.entries(given).flatMap(([what, isGiven]) => (isGiven ? [] : [what]));
}
