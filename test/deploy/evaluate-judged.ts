import { Command } from 'commander';
import { dev } from '#infra/environments/dev.ts';
import { type CliContext, processOutput, reportFailure } from '#infra/local/cli/cli-context.ts';
import { addEvaluateCommand } from '#infra/local/cli/evaluate.ts';
import { bedrockClient } from '#shared/adapters/aws/bedrock-client.ts';
import { bedrockJudge } from '#shared/adapters/aws/bedrock-judge.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { readConfig } from '#shared/runtime/config.ts';
import { startBedrockStub } from './bedrock-stub/start-bedrock-stub.ts';
import { REGION, ROOT_CREDENTIALS } from './emulated-aws.ts';

/**
 * `affidavit evaluate judge` and `evaluate answers --judge` with the answering model of dev's settings on Bedrock as the
 * judge. Without `--account` the stand-in for Bedrock judges, by words alone; with it, Bedrock itself does, by the
 * credentials and the region of this shell.
 *
 *     node test/deploy/evaluate-judged.ts judge <labels> --out judge.json [--account]
 *     node test/deploy/evaluate-judged.ts answers <questions> --judge --judge-calibration judge.json [--account]
 */
const args = process.argv.slice(2).filter((argument) => argument !== '--account');
const stub = process.argv.includes('--account') ? undefined : await startBedrockStub();
const stubbed = stub && { region: REGION, endpoint: stub.endpoint, credentials: ROOT_CREDENTIALS };
const judge = bedrockJudge({ client: bedrockClient(stubbed), modelId: dev.models.answer, ids: randomIds });
const context: CliContext = { ...processOutput(), settings: readConfig(LocalSettings), judge };
const program = new Command('evaluate-judged').exitOverride();
addEvaluateCommand(program, context);
try {
  await program.parseAsync(['evaluate', ...args], { from: 'user' });
} catch (failure) {
  reportFailure(failure, context);
} finally {
  await stub?.stop();
}
