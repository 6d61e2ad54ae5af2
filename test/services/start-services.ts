import type { TestProject } from 'vitest/node';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { RunningServer } from './running-server.ts';
import { type Endpoints, SERVICES, type ServiceName } from './services.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly endpoints: Endpoints;
  }
}

const running: RunningServer[] = [];
const skipped: string[] = [];

/** Starts every server that can be had, before any test. One that is there and does not start is a failure. */
export async function setup(project: TestProject): Promise<void> {
  const names = Object.keys(SERVICES) as ServiceName[]; // TypeScript types the keys of any object as string.
  const started = await Promise.allSettled(names.map(async (name) => [name, await startOrSkip(name)] as const));
  const broken = started.find((each) => each.status === 'rejected');
  if (broken !== undefined) {
    await stopAll();
    throw broken.reason;
  }
  const found = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  project.provide('endpoints', Object.fromEntries(found.filter(([, endpoint]) => endpoint !== undefined)));
}

/** Says at the end what was skipped, where nobody overlooks it. */
export async function teardown(): Promise<void> {
  await stopAll();
  for (const line of skipped) process.stdout.write(`${line}\n`);
}

async function startOrSkip(name: ServiceName): Promise<string | undefined> {
  const { title, start } = SERVICES[name];
  try {
    const server = await start();
    running.push(server);
    return server.endpoint;
  } catch (cause) {
    if (!(cause instanceof PipelineFailure)) throw cause;
    skipped.push(`skipped: ${title} (${cause.message})`);
    return undefined;
  }
}

async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.stop()));
}
