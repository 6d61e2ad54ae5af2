import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { fingerprintSchema } from '#shared/contracts/fingerprint.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { parsedJson } from '#shared/domain/parsed-json.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { readOnly } from './read-only.ts';

const ServingSchema = z.object({ fingerprint: z.string().transform(parsedJson).pipe(fingerprintSchema()) });

const MEND = 'Run `npx affidavit reindex`.';

/** Whether the generation of the index that serves was built with this embedder. Nothing where none serves yet. */
export function inspectIndex(home: string, embedder: Pick<Embedder, 'modelId' | 'dimensions'>): Finding[] {
  const check = 'embedder of the index';
  const row = readOnly(path.join(home, 'index-catalog.sqlite'), (catalog) =>
    hasGenerations(catalog)
      ? catalog.prepare("SELECT fingerprint FROM generations WHERE state = 'serving'").get()
      : undefined,
  );
  if (row === undefined) return [];
  const serving = ServingSchema.safeParse(row);
  if (!serving.success) return [{ check, ok: false, found: 'none that could be told', mend: MEND }];
  const { modelId, dimensions } = serving.data.fingerprint;
  const ok = modelId === embedder.modelId && dimensions === embedder.dimensions;
  const found = ok ? modelId : `${modelId}, and this release embeds by ${embedder.modelId}`;
  return [{ check, ok, found, mend: MEND }];
}

/** A first start that was cut short leaves an empty file, which the next fills. */
function hasGenerations(catalog: DatabaseSync): boolean {
  return catalog.prepare("SELECT name FROM sqlite_master WHERE name = 'generations'").get() !== undefined;
}
