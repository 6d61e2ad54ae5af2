import path from 'node:path';
import * as z from 'zod';
import { fingerprintSchema } from '#shared/contracts/fingerprint.ts';
import type { Finding } from '#shared/domain/finding.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { readOnly } from './read-only.ts';

const ServingSchema = z.object({
  fingerprint: z.string().transform((json) => fingerprintSchema().parse(JSON.parse(json))),
});

/** Whether the generation of the index that serves was built with this embedder. Nothing where none serves yet. */
export function inspectIndex(home: string, embedder: Pick<Embedder, 'modelId' | 'dimensions'>): Finding[] {
  const check = 'embedder of the index';
  const row = readOnly(path.join(home, 'index-catalog.sqlite'), (catalog) =>
    catalog.prepare("SELECT fingerprint FROM generations WHERE state = 'serving'").get(),
  );
  if (row === undefined) return [];
  const { modelId, dimensions } = ServingSchema.parse(row).fingerprint;
  const ok = modelId === embedder.modelId && dimensions === embedder.dimensions;
  const found = ok ? modelId : `${modelId}, and this release embeds by ${embedder.modelId}`;
  return [{ check, ok, found, mend: 'Run `npx affidavit reindex`.' }];
}
