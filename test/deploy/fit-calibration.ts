import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dev } from '#infra/environments/dev.ts';
import { casesToFit, fittedCalibration } from '#infra/local/evaluation/fitted-calibration.ts';
import { ingestObjects } from '#infra/local/evaluation/ingest-objects.ts';
import { readSquadFile } from '#infra/local/evaluation/squad-file.ts';
import { withStack } from '#infra/local/stack.ts';
import { bedrockClient } from '#shared/adapters/aws/bedrock-client.ts';
import { bedrockEmbedder } from '#shared/adapters/aws/bedrock-embedder.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { servedCalibration } from '#shared/contracts/served-calibration.ts';
import { startBedrockStub } from './bedrock-stub/start-bedrock-stub.ts';
import { REGION, ROOT_CREDENTIALS } from './emulated-aws.ts';

/**
 * Fits the embedding model of dev's settings on a file in the format of SQuAD 2.0, and writes what an environment's
 * `calibration` takes. Without `--account` the stand-in for Bedrock embeds, whose fit is `stub-calibration.json`; with it,
 * Bedrock itself does, by the credentials and the region of this shell.
 *
 *     node test/deploy/fit-calibration.ts <gold> <out> [--limit 600] [--account]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { limit: { type: 'string' }, account: { type: 'boolean' } },
});
const [gold = '', out = ''] = positionals;
const say = (line: string) => void process.stderr.write(`${line}\n`);

const file = await readSquadFile(gold);
const stub = values.account ? undefined : await startBedrockStub();
const stubbed = stub && { region: REGION, endpoint: stub.endpoint, credentials: ROOT_CREDENTIALS };
const home = await mkdtemp(path.join(tmpdir(), 'affidavit-calibration-'));
try {
  const { embedding: modelId, embeddingDimensions: dimensions } = dev.models;
  const embedder = bedrockEmbedder({ client: bedrockClient(stubbed), modelId, dimensions });
  const settings = LocalSettings.parse({ AFFIDAVIT_HOME: home });
  const fit = await withStack({ settings, runsIngest: true, overrides: { embedder } }, async (stack) => {
    const ended = (count: number) => say(`${count} of ${file.objects.length} paragraphs ingested`);
    await ingestObjects(stack, file.rules, file.objects, ended);
    const cases = casesToFit(file, values.limit === undefined ? undefined : Number(values.limit));
    const fitted = (done: number) => void (done % 100 === 0 && say(`${done} of ${cases.length} questions searched`));
    return fittedCalibration(file, cases, stack.ports, fitted);
  });
  await writeFile(out, `${JSON.stringify(servedCalibration().parse(fit), undefined, 2)}\n`);
  say(`${fit.cases.length} questions fitted: ${out}`);
} finally {
  await stub?.stop();
  await rm(home, { recursive: true, force: true });
}
