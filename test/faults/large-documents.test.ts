import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { pipelineTemplate } from '#infra/local/pipeline-template.ts';
import { largePdf, longText } from '../doubles/large-documents.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const CHILD = fileURLToPath(new URL('./measured-ingest.ts', import.meta.url));

/** What an execution may weigh: a quarter of the payload and a fifth of the events that Step Functions allows. */
const MAX_PAYLOAD_BYTES = 64 * 1024;
const MAX_HISTORY_EVENTS = 5_000;

/** So that a machine of 4 GiB has room for the models too. */
const MAX_RESIDENT_MEBIBYTES = 1_024;

interface Measured {
  readonly status: string;
  readonly pages: number;
  readonly chunks: number;
  readonly historyEvents: number;
  readonly largestPayloadBytes: number;
  readonly largestResidentMebibytes: number;
}

/** Takes a file in within a process of its own, whose memory is its own too. */
async function measuredIngest(name: string, content: string | Uint8Array): Promise<Measured> {
  const root = temporaryFolder();
  const [home, file] = [path.join(root, 'home'), path.join(root, name)];
  writeFileSync(file, content);
  await pipelineTemplate(path.join(home, 'cache')); // Synthesis takes memory, and happens once an installation.
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, home, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'close')]);
  process.stdout.write(`${name}: ${stdout}\n`);
  return JSON.parse(stdout);
}

function expectWithinLimits({ historyEvents, largestPayloadBytes, largestResidentMebibytes }: Measured): void {
  expect(largestPayloadBytes).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
  expect(historyEvents).toBeLessThanOrEqual(MAX_HISTORY_EVENTS);
  expect(largestResidentMebibytes).toBeLessThanOrEqual(MAX_RESIDENT_MEBIBYTES);
}

it('publishes a PDF of 3,000 pages within the limits of a state machine and 1 GiB', async () => {
  const pdf = await largePdf(3_000);

  const measured = await measuredIngest('contract.pdf', pdf);

  expect(measured).toMatchObject({ status: 'published', pages: 3_000 });
  expectWithinLimits(measured);
});

it('publishes a document of 100,000 chunks within the limits of a state machine and 1 GiB', async () => {
  const content = longText(100_000);

  const measured = await measuredIngest('manifest.txt', content);

  expect(measured).toMatchObject({ status: 'published', chunks: 100_000 });
  expectWithinLimits(measured);
});
