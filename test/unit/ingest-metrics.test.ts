import { describe, expect, it } from 'vitest';
import type { FailureName } from '#shared/domain/failures.ts';
import { failedMetrics, publishedMetrics } from '#shared/domain/ingest-metrics.ts';
import { documentRecord } from '../doubles/sample-records.ts';

const RUN = { tenantId: 'acme', documentId: 'a1', versionId: 'v1', attempt: 1 };
const WRITTEN = Date.UTC(2026, 0, 1);
const ENDED = { ExecutionsEnded: 1, UploadsProcessed: 1 };
const ONE_TOO_MANY = { ExecutionsEnded: 1, UploadsProcessed: 0 };

describe('publishedMetrics', () => {
  it.each([
    [120, 0],
    [121, 1],
  ])('counts a document that is searchable after %d s: late %d', (seconds, late) => {
    const values = publishedMetrics(documentRecord(), false, WRITTEN + seconds * 1_000);

    expect(values).toEqual({
      ...{ ...ENDED, DocumentsValid: 1, DocumentsFailed: 0 },
      ...{ DocumentsTimed: 1, DocumentsLate: late, DocumentFreshness: seconds },
    });
  });

  it('takes no time of a document that somebody sent again, of a long one, or of one without a live version', () => {
    const { source, live } = documentRecord();
    const again = documentRecord({ source: source && { ...source, modifiedAt: undefined } });
    const long = documentRecord({ live: live && { ...live, pages: 51 } });
    const none = documentRecord({ live: undefined });

    const timed = [again, long, none].map((record) => publishedMetrics(record, false, WRITTEN).DocumentsTimed);

    expect(timed).toEqual([undefined, undefined, undefined]);
  });

  it('counts an execution that found its attempt published as one too many', () => {
    expect(publishedMetrics(documentRecord(), true, WRITTEN)).toEqual(ONE_TOO_MANY);
  });
});

describe('failedMetrics', () => {
  const running = documentRecord({ status: 'running' });

  it.each<[FailureName, boolean]>([
    ['Unexpected', true],
    ['DependencyUnavailable', true],
    ['DetectorUnavailable', true],
    ['RunCrashed', true],
    ['DocumentEncrypted', false],
    ['LanguageUnsupported', false],
    ['Superseded', false],
  ])('%s is our fault: %s', (name, isOurs) => {
    const counted = isOurs ? { DocumentsValid: 1, DocumentsFailed: 1 } : {};

    expect(failedMetrics(running, RUN, name)).toEqual({ ...ENDED, ...counted });
  });

  it('counts an execution whose version another one has published or taken over as one too many', () => {
    const published = documentRecord({ status: 'published' });
    const later = documentRecord({ status: 'running', attempt: 2 });

    const counted = [published, later].map((record) => failedMetrics(record, RUN, 'Superseded'));

    expect(counted).toEqual([ONE_TOO_MANY, ONE_TOO_MANY]);
  });

  it('counts one that a newer version or a deletion overtook like any other', () => {
    const newer = documentRecord({ status: 'running', source: { versionId: 'v2', bytes: 1 } });
    const deleted = documentRecord({ status: 'deleted', source: undefined });

    const counted = [newer, deleted, undefined].map((record) => failedMetrics(record, RUN, 'Superseded'));

    expect(counted).toEqual([ENDED, ENDED, ENDED]);
  });

  it.each(['rejected', 'held'] as const)('says nothing again of an attempt that is %s already', (status) => {
    expect(failedMetrics(documentRecord({ status }), RUN, 'Unexpected')).toEqual({});
  });
});
