import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestJson } from '#infra/local/request-json.ts';
import type { Stack } from '#infra/local/stack.ts';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import { RedactedBatchSchema } from '#shared/contracts/artifacts.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import { OUTCOMES, PLANTED, QUESTIONS } from '../fixtures/samples.ts';
import { sampleStack } from './sample-stack.ts';
import { isIn, stateFolderBytes } from './state-folder-bytes.ts';

const home = mkdtempSync(path.join(tmpdir(), 'affidavit-samples-'));
let stack: Stack;

beforeAll(async () => {
  stack = await sampleStack(home);
});

let isOpen = true;

async function closeStack(): Promise<void> {
  if (isOpen) await stack.close();
  isOpen = false;
}

afterAll(async () => {
  await closeStack();
  rmSync(home, { recursive: true, force: true });
});

type Asker = (typeof QUESTIONS)[number]['asker'];

const answers = new Map<string, Promise<AnswerResponse>>();

/** Asks each question as each asker once, however many tests look at the answer. */
function ask({ tenant, user, groups }: Asker, question: string): Promise<AnswerResponse> {
  const caller = { tenantId: tenant, user, groups };
  const key = JSON.stringify([caller, question]);
  const answer = answers.get(key) ?? requestJson<AnswerResponse>(stack, caller, 'POST', '/v1/answers', { question });
  answers.set(key, answer);
  return answer;
}

function recordOf(document: string): Promise<DocumentRecord | undefined> {
  const [tenantId = ''] = document.split('/');
  const key = `tenants/${document}`;
  return stack.ports.ledger.document(tenantId, documentIdOf(tenantId, stack.ports.store.bucket, key));
}

/** The redacted text of a page, as it is kept beside the index. */
async function pageText(tenantId: string, documentId: string, number: number): Promise<string> {
  const record = await stack.ports.ledger.document(tenantId, documentId);
  const keys = artifactKeys({ tenantId, documentId, versionId: '', attempt: 0, ...record?.live });
  for (let batch = 0; batch <= (record?.live?.pages ?? 0); batch += 1) {
    const { pages } = await stack.ports.artifacts.read(keys.redactedBatch(batch), RedactedBatchSchema);
    const page = pages.find((each) => each.number === number);
    if (page) return page.text;
  }
  throw new Error('no such page');
}

const folded = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** Whether one of the quotes holds the expected passage, or is a whole part of it. */
function isQuoted({ claims }: AnswerResponse, document: DocumentRecord | undefined, passage: string): boolean {
  return claims.some(({ citation }) => {
    const quote = folded(citation.quote);
    const isPassage = quote.includes(folded(passage)) || folded(passage).includes(quote);
    return citation.documentId === document?.documentId && isPassage;
  });
}

describe('the sample documents', () => {
  it.each(OUTCOMES)('$document ends $status', async ({ document, status, failure, mediaType }) => {
    const record = await recordOf(document);

    expect(record).toMatchObject({ status, ...(failure && { failure: { name: failure } }) });
    if (status === 'published') expect(record?.live?.mediaType).toBe(mediaType);
  });
});

describe('the questions', () => {
  it('are answered with the expected passage among the quotes, at least 16 of 20', async () => {
    const missed: string[] = [];
    for (const { id, question, asker, expected, kind } of QUESTIONS) {
      if (expected === undefined || kind === 'forbidden') continue;
      const answer = await ask(asker, question);
      if (!isQuoted(answer, await recordOf(expected.document), expected.passage)) missed.push(id);
    }

    expect(missed.length, `missed: ${missed.join(', ')}`).toBeLessThanOrEqual(4);
  });

  it('are quoted verbatim from the redacted page, at the offsets that the citation gives', async () => {
    let quotes = 0;
    for (const { question, asker } of QUESTIONS) {
      for (const { citation } of (await ask(asker, question)).claims) {
        const text = await pageText(asker.tenant, citation.documentId, citation.page);
        expect(text.slice(citation.start, citation.end)).toBe(citation.quote);
        quotes += 1;
      }
    }

    expect(quotes).toBeGreaterThan(15);
  });

  it.each(QUESTIONS.filter(({ kind }) => kind === 'unanswerable'))(
    '$id, which no document answers, is refused',
    async ({ asker, question }) => {
      const answer = await ask(asker, question);

      expect(answer).toMatchObject({ outcome: 'no-evidence', claims: [], sources: [] });
    },
  );

  it.each(QUESTIONS.filter(({ kind }) => kind === 'forbidden'))(
    '$id is refused to who may not read the evidence and answered to who may',
    async ({ asker, permitted, question, expected }) => {
      const refused = await ask(asker, question);
      const answered = await ask(permitted ?? asker, question);

      expect(refused).toMatchObject({ outcome: 'no-evidence', claims: [], sources: [] });
      expect(isQuoted(answered, await recordOf(expected?.document ?? ''), expected?.passage ?? '')).toBe(true);
    },
  );
});

describe('the state folder, once the documents were taken in and the questions answered', () => {
  it('holds none of the planted personal data outside the documents themselves', async () => {
    await closeStack();

    const bytes = stateFolderBytes(home);

    const leaked = PLANTED.filter(({ value }) => isIn(bytes, value));
    expect(leaked.map(({ kind, document, place }) => `${kind} ${place} ${document}`)).toEqual([]);
  });
});
