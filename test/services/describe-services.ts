import { describe, inject } from 'vitest';
import { SERVICES, type ServiceName } from './services.ts';

/** Tests that need these servers: run when all of them do, skipped and counted otherwise. */
export function describeServices<const Name extends ServiceName>(
  names: readonly Name[],
  tests: (endpoints: Readonly<Record<Name, string>>) => void,
): void {
  const endpoints = inject('endpoints');
  const title = names.map((name) => SERVICES[name].title).join(', ');
  describe.skipIf(names.some((name) => endpoints[name] === undefined))(title, () => {
    // All of them are there when a test runs; a skipped one is declared and never run.
    tests(endpoints as Readonly<Record<Name, string>>);
  });
}
