import type { DocumentRecord, StepRecord } from '#shared/domain/document.ts';
import { PIPELINE_VERSION } from '#shared/domain/identity.ts';
import type { MeteredCost } from '#shared/domain/metered-cost.ts';
import type { Receipt } from '#shared/domain/receipt.ts';
import { redacted } from '#shared/domain/text.ts';

const COST: MeteredCost = {
  dollars: 0.002,
  uses: [
    {
      model: 'amazon.titan-embed-text-v2:0',
      calls: 7,
      inputTokens: 100_000,
      outputTokens: 0,
      dollars: 0.002,
      basis: 'list-price',
    },
  ],
};

/** A ledger row with every field set, so that a field that storage drops is seen. */
export function documentRecord(changes: Partial<DocumentRecord> = {}): DocumentRecord {
  return {
    tenantId: 'acme',
    documentId: 'a1',
    collection: 'inbox',
    sealedKey: 'c2VhbGVk',
    name: redacted('report.pdf'),
    revision: 1,
    status: 'published',
    source: {
      ...{ versionId: 'v1', sequencer: '0000000000000001', bytes: 42, modifiedAt: '2026-01-01T00:00:00.000Z' },
      ...{ date: '2026-01-01T00:00:00.000Z', metadata: ['meta.year=n:c09fa80000000000'] },
    },
    attempt: 1,
    leaseExpiresAt: '2026-01-01T00:15:00.000Z',
    live: {
      versionId: 'v1',
      attempt: 1,
      date: '2026-01-01T00:00:00.000Z',
      metadata: ['meta.year=n:c09fa80000000000'],
      contentHash: 'ab'.repeat(32),
      pipelineVersion: PIPELINE_VERSION,
      policy: 'strict',
      chunking: 'structure-200',
      title: redacted('Annual report'),
      mediaType: 'application/pdf',
      language: 'en',
      documentClass: 'report',
      pages: 3,
      paged: true,
      chunks: 7,
      quarantined: 1,
      suspicious: 2,
      cost: COST,
      publishedAt: '2026-01-01T00:00:09.000Z',
    },
    access: ['everyone-in-tenant'],
    policy: 'strict',
    chunking: 'structure-200',
    failure: { name: 'Superseded', step: 'publish', at: '2026-01-01T00:00:08.000Z' },
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:09.000Z',
    ...changes,
  };
}

export function stepRecord(changes: Partial<StepRecord> = {}): StepRecord {
  return {
    tenantId: 'acme',
    documentId: 'a1',
    versionId: 'v1',
    attempt: 1,
    step: 'redact',
    startedAt: '2026-01-01T00:00:02.000Z',
    endedAt: '2026-01-01T00:00:03.000Z',
    runs: 1,
    outcome: 'succeeded',
    ...changes,
  };
}

export function receipt(changes: Partial<Receipt> = {}): Receipt {
  return {
    tenantId: 'acme',
    answerId: 'answer-1',
    user: 'ana',
    at: '2026-01-01T00:00:00.000Z',
    pipelineVersion: PIPELINE_VERSION,
    indexFingerprint: 'bge:384:ab',
    principals: ['everyone-in-tenant', 'user:ana'],
    filters: {
      collections: ['inbox'],
      conditions: [{ field: 'type', keys: ['type=t:report'], spans: [{ from: 'a', below: 'b' }] }],
    },
    candidates: [
      {
        ...{ chunkId: 'c1', documentId: 'a1', lexicalRank: 1, lexicalShare: 1, vectorRank: 2, vectorShare: 0.75 },
        ...{ similarity: 0.83, score: 0.9, fate: 'shown' },
      },
      { chunkId: 'c2', documentId: 'a2', score: 0.1, fate: 'not-permitted' },
      { chunkId: 'c3', documentId: 'a1', score: 0.1, fate: 'near-duplicate', duplicateOf: 'c1' },
    ],
    evidence: { score: 0.8, threshold: 0.5 },
    outcome: 'answered',
    answerer: 'extractive',
    degraded: false,
    claims: { proposed: 2, kept: 1, dropped: ['quote-not-found'] },
    tokens: { input: 100, output: 20 },
    cost: COST,
    timings: { embed: 11, search: 7 },
    ...changes,
  };
}
