import type { Command } from 'commander';

/**
 * Options of a part of a command, such as `set`, and those before it, of which its own win: an environment that is named
 * there must not be left out.
 */
export function nestedOptions<Options extends object>(command: Command): Options {
  return { ...command.parent?.opts<Options>(), ...command.opts<Options>() };
}
