import type { DeclaredCall } from './declared-calls.ts';
import type { PolicyStatement } from './policy-statement.ts';
import { lineOfCall, type ResourceCall } from './resource-call.ts';

/** A statement that allows something, and what it is for. */
export interface ServedStatement {
  readonly words: string;
  /** Calls of the run that it allows, and those of keys that they imply. */
  readonly calls: readonly string[];
  /** Whether one of them is allowed by no other statement. */
  readonly isNeeded: boolean;
  /** Why it is there although no call of the run needs it; undefined when nobody said. */
  readonly reason: string | undefined;
}

/** Statements whose calls others allow as well. */
export const SPARE: Readonly<Record<string, string>> = {
  'KMS::Key SecretKey: arn:aws:iam::000000000000:root may kms:CreateGrant, kms:Decrypt, kms:DescribeKey, kms:Encrypt, kms:GenerateDataKey*, kms:ReEncrypt*, where kms:ViaService StringEquals secretsmanager.us-east-1.amazonaws.com':
    'CDK adds it to the key of a secret, whatever else the key allows.',
};

export interface Calls {
  /** The statements that allow each call. */
  readonly grants: ReadonlyMap<ResourceCall, readonly PolicyStatement[]>;
  readonly made: readonly ResourceCall[];
  readonly declared: readonly DeclaredCall[];
}

export function servedStatement(statement: PolicyStatement, { grants, made, declared }: Calls): ServedStatement {
  const allows = (call: ResourceCall) => grants.get(call)?.includes(statement) === true;
  const isAlone = (call: ResourceCall) => allows(call) && grants.get(call)?.length === 1;
  const isNeeded = made.some(isAlone);
  const waiting = declared.find(({ call }) => isAlone(call));
  return {
    ...{ words: statement.words, calls: made.filter(allows).map(lineOfCall), isNeeded },
    reason: isNeeded ? undefined : (waiting?.reason ?? SPARE[statement.words]),
  };
}
