import { cpSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pipelineTemplate } from '#infra/local/pipeline-template.ts';
import type { PipelineTemplate } from '#infra/local/state-machine.ts';

/** Kept from run to run; a file's name holds the hash of what it was made of. */
export const TEMPLATES = fileURLToPath(new URL('../../node_modules/.cache/affidavit-test', import.meta.url));

let template: Promise<PipelineTemplate> | undefined;

/** The template that holds the state machine: synthesized once for each change of its sources, and read once a process. */
export function cachedTemplate(): Promise<PipelineTemplate> {
  template ??= pipelineTemplate(TEMPLATES);
  return template;
}

/** Leaves the template in a state folder, so that a process which opens it need not synthesize. */
export async function giveTemplate(home: string): Promise<void> {
  await cachedTemplate();
  cpSync(TEMPLATES, path.join(home, 'cache'), { recursive: true });
}
