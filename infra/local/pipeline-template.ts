import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PipelineTemplate, PipelineTemplateSchema } from './state-machine.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Everything that the template is made of: a change in any of it makes a new template. */
const SOURCES = [
  'infra/aws/**/*.ts',
  'infra/environments/*.ts',
  'shared/contracts/*.ts',
  'shared/domain/failures.ts',
  'package-lock.json',
];

/**
 * The synthesized template that holds the state machine, from the cache when no source has changed since. Synthesis
 * takes seconds, and a start should not.
 */
export async function pipelineTemplate(cacheFolder: string): Promise<PipelineTemplate> {
  const file = path.join(cacheFolder, `pipeline-${sourceHash()}.json`);
  return readCached(file) ?? synthesize(file);
}

function sourceHash(): string {
  const hash = createHash('sha256');
  for (const file of globSync(SOURCES, { cwd: ROOT }).sort()) {
    hash.update(`${file}\n`).update(readFileSync(path.join(ROOT, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

function readCached(file: string): PipelineTemplate | undefined {
  try {
    return PipelineTemplateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // Missing or cut short: either way it is made anew.
  }
}

async function synthesize(file: string): Promise<PipelineTemplate> {
  const { synthesizedPipeline } = await import('#infra/aws/ingest-definition.ts');
  const template = PipelineTemplateSchema.parse(synthesizedPipeline({ environment: 'dev' }));
  mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}.new`; // Its own, for another process may be at the same work.
  writeFileSync(unfinished, JSON.stringify(template));
  renameSync(unfinished, file);
  return template;
}
