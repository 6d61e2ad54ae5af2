import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCanary } from '#infra/local/canary.ts';
import { everyDocument } from '#infra/local/every-document.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';

const home = mkdtempSync(path.join(tmpdir(), 'affidavit-test-'));
const { stack, behaviour } = await ingestStack(home);
afterAll(async () => {
  await stack.close();
  rmSync(home, { recursive: true, force: true });
});

const left = () => everyDocument(stack.ports.ledger, 'affidavit-canary');

describe('the canary', () => {
  it('goes from upload to checked answer to deletion, and leaves nothing', async () => {
    const { ok, stages } = await runCanary(stack);

    expect(stages.map(({ stage, ok: isOk }) => [stage, isOk])).toEqual([
      ['published', true],
      ['answered', true],
      ['deleted', true],
    ]);
    expect(ok).toBe(true);
    expect(await left()).toEqual([]);
  });

  it('fails where the document is not published, and leaves nothing either', async () => {
    behaviour.beforeFind = async () => {
      throw new Error('the detector is down');
    };
    behaviour.beforeEmbed = behaviour.beforeFind;

    const { ok, stages } = await runCanary(stack);

    expect(ok).toBe(false);
    expect(stages).toEqual([expect.objectContaining({ stage: 'published', ok: false })]);
    expect(await left()).toEqual([]);
  });
});
