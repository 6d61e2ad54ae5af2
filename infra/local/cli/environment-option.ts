import { Option } from 'commander';
import { environmentNames } from '#infra/aws/described-environment.ts';

/** `--environment <name>`, which takes the names of `infra/environments` and no other. */
export function environmentOption(description: string): Option {
  return new Option('--environment <name>', description).choices(environmentNames());
}
