import type { Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { BundledFunction } from '#infra/aws/constructs/bundled-function.ts';
import { PrivateNetwork } from '#infra/aws/constructs/private-network.ts';
import type { Network } from '#infra/aws/platform.ts';
import { ENVIRONMENTS } from '#infra/environments/by-name.ts';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import type { FunctionName } from '#shared/contracts/steps.ts';
import { EVERY_OPTION } from '../every-option.ts';

/** What a stack that holds nothing but a construct comes to. */
export interface Expected {
  /** By type, how many resources there are, or what each of them is at least. */
  readonly has: Readonly<Record<string, number | readonly object[]>>;
  /** What stands somewhere in the template, and what does not. */
  readonly says?: readonly (string | RegExp)[];
  readonly lacks?: readonly (string | RegExp)[];
}

/** A construct by itself. */
export interface ConstructCase {
  /** Its file in `infra/aws/constructs`. */
  readonly file: string;
  /** `isFull`: with every option on that it knows; else with none. */
  make(stack: Stack, isFull: boolean): void;
  readonly bare: Expected;
  /** Left out where there is no option. */
  readonly full?: Expected;
}

/** Settings with nothing on, and with everything: kept when it goes, in three zones of a network of its own. */
export function settingsFor(isFull: boolean): EnvironmentSettings {
  const { search } = ENVIRONMENTS.prod;
  const network = { private: true, zones: 3, cidr: '10.64.0.0/16' };
  return isFull ? { ...EVERY_OPTION, retainsData: true, search, network } : ENVIRONMENTS.dev;
}

export function functionIn(stack: Stack, name: FunctionName, isFull = false): BundledFunction {
  return new BundledFunction(stack, { name, settings: settingsFor(isFull) });
}

/** The network of all options. */
export function networkIn(stack: Stack): Network {
  const { network, logRetentionDays } = settingsFor(true);
  if (network === undefined) throw new Error('all options have a network');
  return new PrivateNetwork(stack, 'Network', { network, logRetentionDays });
}

/** A function that a step of a state machine calls. */
export function stepFunction(stack: Stack, name: string) {
  const arn = `arn:aws:lambda:us-east-1:111122223333:function:${name}`;
  return LambdaFunction.fromFunctionArn(stack, `Lambda-${name}`, arn);
}
