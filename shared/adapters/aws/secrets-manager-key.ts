import { createHash } from 'node:crypto';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PipelineFailure } from '../../domain/failures.ts';
import { awsCall } from './aws-call.ts';

/** Letters and digits that hold 256 bits: 256 / log2(62), rounded up. */
const MIN_LENGTH = 43;

export interface SecretsManagerKeyOptions {
  readonly client: Pick<SecretsManagerClient, 'send'>;
  readonly secretId: string;
}

/**
 * The 32 bytes from which all tenants' keys are derived: the SHA-256 of a secret of at least 43 generated letters and
 * digits, for CloudFormation generates text and no bytes. A new secret makes every pseudonym and sealed key unreadable.
 *
 * @throws PipelineFailure `DependencyUnavailable` when there is no such secret or it is shorter.
 */
export async function secretsManagerKey(
  { client, secretId }: SecretsManagerKeyOptions,
  signal?: AbortSignal,
): Promise<Buffer> {
  const secret = await awsCall('Secrets Manager did not hand out the key', signal, async (options) => {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }), options);
    return SecretString;
  });
  if (secret.length >= MIN_LENGTH) return createHash('sha256').update(secret).digest();
  throw new PipelineFailure('DependencyUnavailable', 'the secret of the master key is too short');
}
