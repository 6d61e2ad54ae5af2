import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { readConfig } from '#shared/runtime/config.ts';

const Settings = z.object({ AFFIDAVIT_SERVICES_CACHE: z.string().optional(), XDG_CACHE_HOME: z.string().optional() });

/** Where downloads are kept between runs: `$AFFIDAVIT_SERVICES_CACHE`, or a folder of the user's cache directory. */
export function servicesCache(): string {
  const { AFFIDAVIT_SERVICES_CACHE: own, XDG_CACHE_HOME: caches } = readConfig(Settings);
  return own || join(caches || join(homedir(), '.cache'), 'affidavit', 'services');
}

/**
 * The folder `name` of the cache, which `fill` fills when it is not there yet. It gets its name only when it is whole, so
 * that neither a run that was interrupted nor one beside this one leaves half of it to the next.
 */
export async function cachedFolder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(servicesCache(), name);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished-${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  try {
    await fill(unfinished);
    await rename(unfinished, folder).catch(() => existsSync(folder) || Promise.reject(new Error('the cache is full')));
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}
