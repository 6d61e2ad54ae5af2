import { Option } from 'commander';
import { environmentNames } from '#infra/aws/described-environment.ts';

/** `--environment <name>`, which takes the names of `infra/environments` and no other. */
export function environmentOption(description: string): Option {
  return new Option('--environment <name>', description).choices(environmentNames());
}

/** What it is to commands that otherwise ask the ledger of this state folder. */
export const OF_LEDGER = 'of a deployed ledger, with the credentials of this shell';
