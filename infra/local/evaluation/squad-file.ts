import path from 'node:path';
import * as z from 'zod';
import { EVERYONE } from '#shared/domain/access.ts';
import type { CollectionRule, RedactionPolicy } from '#shared/domain/document.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { objectKeyOf } from '#shared/domain/identity.ts';
import { sha256 } from './gold-set-files.ts';
import type { IngestedObject } from './ingest-objects.ts';
import { readShaped } from './run-file.ts';

const SquadSchema = z.object({
  data: z.array(
    z.object({
      title: z.string(),
      paragraphs: z.array(
        z.object({
          context: z.string(),
          qas: z.array(
            z.object({
              id: z.string(),
              question: z.string(),
              answers: z.array(z.object({ text: z.string() })).default([]),
              is_impossible: z.boolean().default(false),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** A question, and whether what the asker may read answers it. */
export interface SquadCase {
  readonly id: string;
  readonly question: string;
  readonly tenant: string;
  /**
   * `answerable`: its article is there. `absent`: the same question where its article is not. `adversarial`: written to
   * look as if the article answered it.
   */
  readonly kind: 'answerable' | 'absent' | 'adversarial';
  /** Number of its article in the file, from 1. */
  readonly article: number;
  /** Half of the articles that it is about. */
  readonly half: Half;
  /** Of an answerable one: the key of the paragraph's object, and the answers that count. */
  readonly expected?: { readonly key: string; readonly answers: readonly string[] };
}

export type Half = '1' | '2';

export interface SquadFile {
  readonly name: string;
  /** SHA-256 of paragraphs, and of questions, hexadecimal. */
  readonly corpus: string;
  readonly gold: string;
  readonly rules: readonly CollectionRule[];
  readonly objects: readonly IngestedObject[];
  /** In an order that has nothing to do with the file's, so that the first n are a fair sample. */
  readonly cases: readonly SquadCase[];
}

const COLLECTION = 'articles';
/** The answers are names more often than not: they have to stay. */
export const SQUAD_POLICY: RedactionPolicy = 'identifiers';
const TENANTS: Readonly<Record<Half, string>> = { '1': 'squad-1', '2': 'squad-2' };

/** Whether it is in that format, rather than in our own, which is a list. */
export async function isSquadFile(file: string): Promise<boolean> {
  const shape = await readShaped(file, z.union([z.array(z.unknown()), z.object({ data: z.unknown() })]), JSON.parse);
  return !Array.isArray(shape);
}

/**
 * Reads questions in the format of SQuAD 2.0. Its articles are dealt out to two tenants by turns, a document a paragraph;
 * what is asked of one tenant about the other's articles has no answer there.
 *
 * @throws PipelineFailure `InputInvalid` when it is missing or malformed, or asks nothing.
 */
export async function readSquadFile(file: string): Promise<SquadFile> {
  const { data } = await readShaped(file, SquadSchema, JSON.parse);
  const paragraphs = data.flatMap(({ title, paragraphs: all }, article) =>
    all.map((paragraph, number) => placed(title, paragraph, article, number)),
  );
  const objects = paragraphs.map(({ key, bytes }) => ({ key, bytes }));
  const cases = paragraphs.flatMap(({ qas, ...place }) => qas.flatMap((qa) => casesOf(qa, place)));
  if (cases.length === 0) throw new PipelineFailure('InputInvalid', `${path.basename(file)} asks no question`);
  return {
    name: path.basename(file, '.json'),
    corpus: sha256(objects.map(({ bytes }) => sha256(bytes)).join()),
    // Less what follows from the paragraphs: runs of earlier releases stay comparable.
    gold: sha256(JSON.stringify(cases.map(({ article: _, ...each }) => each))),
    rules: Object.values(TENANTS).map((tenantId) => ({
      ...{ tenantId, collection: COLLECTION, access: [EVERYONE], policy: SQUAD_POLICY },
    })),
    objects,
    cases: cases
      .map((each) => ({ each, order: sha256(each.id) }))
      .sort(byOrder)
      .map(({ each }) => each),
  };
}

type Paragraph = z.output<typeof SquadSchema>['data'][number]['paragraphs'][number];

function placed(title: string, { context, qas }: Paragraph, article: number, number: number) {
  const half: Half = article % 2 === 0 ? '1' : '2';
  const key = objectKeyOf({ tenantId: TENANTS[half], collection: COLLECTION, path: `${article}/${number}.md` });
  const bytes = new TextEncoder().encode(`# ${title.replaceAll('_', ' ')}\n\n${context}`);
  return { key, bytes, half, article: article + 1, qas };
}

function casesOf(
  { id, question, answers, is_impossible }: Paragraph['qas'][number],
  { key, half, article }: Pick<ReturnType<typeof placed>, 'key' | 'half' | 'article'>,
): SquadCase[] {
  const own = { question, article, half, tenant: TENANTS[half] };
  if (is_impossible || answers.length === 0) return [{ ...own, id, kind: 'adversarial' }];
  const expected = { key, answers: [...new Set(answers.map(({ text }) => text))] };
  const other = TENANTS[half === '1' ? '2' : '1'];
  return [
    { ...own, id, kind: 'answerable', expected },
    { ...own, id: `${id}/absent`, kind: 'absent', tenant: other },
  ];
}

function byOrder(a: { readonly order: string }, b: { readonly order: string }): number {
  return a.order < b.order ? -1 : 1;
}
