import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { documentLines } from '#infra/local/cli/document-lines.ts';
import type { LocalPorts } from '#infra/local/local-ports.ts';
import { requestJson } from '#infra/local/request-json.ts';
import type { DocumentView } from '#shared/contracts/api.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { type IngestStack, ingestStack } from '../doubles/ingest-stack.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const CALLER = { tenantId: 'acme', user: 'ben', groups: ['finance'] };
const REASON = 'mapper_parsing_exception';

type Write = LocalPorts['artifacts']['write'];

/** A stack whose index refuses the chunks that hold the word. */
async function stackRefusing(
  word: string,
  writeArtifact: (write: Write) => Write = (write) => write,
): Promise<{ ingest: IngestStack; home: string }> {
  const home = temporaryFolder();
  const decorate = (ports: LocalPorts): LocalPorts => ({
    ...ports,
    artifacts: { ...ports.artifacts, write: writeArtifact(ports.artifacts.write) },
    index: {
      ...ports.index,
      write: async (chunks, access, signal) => {
        const refused = chunks.filter(({ text }) => text.includes(word));
        await ports.index.write(
          chunks.filter((chunk) => !refused.includes(chunk)),
          ...[access, signal],
        );
        return refused.map(({ chunkId }) => ({ chunkId, status: 400, reason: REASON }));
      },
    },
  });
  const ingest = await ingestStack(home, { decorate });
  onTestFinished(() => ingest.stack.close());
  const rule = { tenantId: 'acme', collection: 'open', access: ['everyone-in-tenant'], policy: 'strict' } as const;
  await ingest.stack.ports.ledger.writeCollection(rule);
  return { ingest, home };
}

/** Pages of a text that fills a chunk each, in which one section or another holds the word. */
function textOf(sections: number, wordIn: readonly number[]): string {
  return Array.from({ length: sections }, (_, at) => {
    const sentence = wordIn.includes(at)
      ? 'The zephyr clause stands here alone. '
      : 'The rent is due on the first day. ';
    return `# Section ${at}\n\n${sentence.repeat(20)}\n`;
  }).join('\n');
}

function quarantineFiles(home: string): string[] {
  const entries = readdirSync(path.join(home, 'artifacts'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.includes('quarantine'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

describe('a document of which the index refused a few chunks', () => {
  it('is published with the rest, and its row, the API and the command line say how many are missing', async () => {
    const { ingest } = await stackRefusing('zephyr');

    const record = await ingest.put('acme/open/lease.md', textOf(40, [7]));

    expect(record).toMatchObject({ status: 'published', live: { quarantined: 1 } });
    const texts = await ingest.chunks('acme/open/lease.md');
    expect(texts).toHaveLength((record.live?.chunks ?? 0) - 1);
    expect(texts.join()).not.toContain('zephyr');
    const { documentId } = record;
    const view = await requestJson<DocumentView>(ingest.stack, CALLER, 'GET', `/v1/documents/${documentId}`);
    expect(view.quarantined).toBe(1);
    expect(documentLines(record).join()).toContain(`${record.live?.chunks} chunks, 1 of them quarantined`);
  });

  it('keeps their ids and reasons as long as the version lives, and none of their text', async () => {
    const { ingest, home } = await stackRefusing('zephyr');
    await ingest.put('acme/open/lease.md', textOf(40, [7]));
    const [file = ''] = quarantineFiles(home);
    const kept = readFileSync(file, 'utf8');

    await ingest.remove('acme/open/lease.md');
    await ingest.stack.settled();

    expect(JSON.parse(kept)).toEqual([{ chunkId: expect.any(String), status: 400, reason: REASON }]);
    expect(kept).not.toContain('zephyr');
    expect(quarantineFiles(home)).toEqual([]);
  });

  it('counts them once, although a batch is run again after it had listed them', async () => {
    let lists = 0;
    const { ingest } = await stackRefusing('zephyr', (write) => async (key, value, signal) => {
      await write(key, value, signal);
      if (key.includes('quarantine') && ++lists === 1) {
        throw new PipelineFailure('DependencyUnavailable', 'the answer got lost');
      }
    });

    const record = await ingest.put('acme/open/lease.md', textOf(40, [7]));

    expect(lists).toBe(2);
    expect(record).toMatchObject({ status: 'published', live: { quarantined: 1 } });
  });

  it('is not published when a list of them got lost, as if there were none', async () => {
    const { ingest } = await stackRefusing('zephyr', (write) => async (key, value, signal) => {
      if (!key.includes('quarantine')) await write(key, value, signal);
    });

    const record = await ingest.put('acme/open/lease.md', textOf(40, [7]));

    expect(record).toMatchObject({ status: 'rejected', failure: { name: 'InputInvalid', step: 'publish' } });
  });

  it('says nothing of a quarantine when there is none', async () => {
    const { ingest } = await stackRefusing('zephyr');

    const record = await ingest.put('acme/open/lease.md', textOf(3, []));

    expect(record.live?.quarantined).toBe(0);
    expect(documentLines(record).join()).not.toContain('quarantined');
  });
});

describe('a document of which the index refused too much', () => {
  it.each([
    ['more than a tenth', textOf(40, [1, 3, 5, 7, 9, 11])],
    ['all', textOf(1, [0])],
  ])('is rejected when that is %s, and leaves nothing in the index', async (_share, text) => {
    const { ingest, home } = await stackRefusing('zephyr');

    const record = await ingest.put('acme/open/lease.md', text);

    expect(record).toMatchObject({ status: 'rejected', failure: { name: 'ChunksRefused', step: 'publish' } });
    expect(record.live).toBeUndefined();
    expect(await ingest.chunks('acme/open/lease.md')).toEqual([]);
    expect(ingest.leftovers()).toEqual([]);
    expect(quarantineFiles(home)).toEqual([]);
  });

  it('leaves what was live before as it was', async () => {
    const { ingest } = await stackRefusing('zephyr');
    const first = await ingest.put('acme/open/lease.md', textOf(3, []));

    const second = await ingest.put('acme/open/lease.md', textOf(3, [0, 1, 2]));

    expect(second).toMatchObject({ status: 'rejected', live: first.live });
    expect(await ingest.chunks('acme/open/lease.md')).toHaveLength(first.live?.chunks ?? 0);
  });
});
