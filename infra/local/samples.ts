import { existsSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { collectionRuleSchema } from '#shared/contracts/ledger-records.ts';
import type { Caller } from '#shared/domain/access.ts';
import type { Ledger } from '#shared/ports/ledger.ts';

const FOLDER = new URL('../../test/fixtures/', import.meta.url);

const AskerSchema = z.object({ tenant: z.string(), user: z.string(), groups: z.array(z.string()) });
const QuestionsSchema = z.array(
  z.looseObject({ question: z.string(), kind: z.string(), asker: AskerSchema, permitted: AskerSchema.optional() }),
);

/** One question that one caller may have answered and another may not. */
export interface Demonstration {
  readonly question: string;
  readonly permitted: Caller;
  readonly forbidden: Caller;
}

/** Declares the collections of the samples, and copies the samples into the inbox unless it is there already. */
export async function dropSamples(inbox: string, ledger: Ledger): Promise<void> {
  const rules = z
    .array(collectionRuleSchema())
    .parse(JSON.parse(await readFile(new URL('collections.json', FOLDER), 'utf8')));
  for (const rule of rules) {
    const known = await ledger.collection(rule.tenantId, rule.collection);
    if (known === undefined) await ledger.writeCollection(rule);
  }
  if (!existsSync(inbox)) await cp(fileURLToPath(new URL('documents', FOLDER)), inbox, { recursive: true });
}

export async function demonstration(): Promise<Demonstration | undefined> {
  const questions = QuestionsSchema.parse(JSON.parse(await readFile(new URL('questions.json', FOLDER), 'utf8')));
  const chosen = questions.find(({ kind, permitted }) => kind === 'forbidden' && permitted !== undefined);
  if (chosen?.permitted === undefined) return undefined;
  return { question: chosen.question, permitted: callerOf(chosen.permitted), forbidden: callerOf(chosen.asker) };
}

function callerOf({ tenant, user, groups }: z.output<typeof AskerSchema>): Caller {
  return { tenantId: tenant, user, groups };
}
