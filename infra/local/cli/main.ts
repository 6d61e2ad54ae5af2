import { Command } from 'commander';
import { addAskCommand } from './ask.ts';
import { addBenchCommand } from './bench.ts';
import { processContext, reportFailure } from './cli-context.ts';
import { addCollectionsCommand } from './collections.ts';
import { addDeleteCommand } from './delete.ts';
import { addDoctorCommand } from './doctor.ts';
import { addDocumentsCommand } from './documents.ts';
import { addEvaluateCommand } from './evaluate.ts';
import { addExplainCommand } from './explain.ts';
import { addExtractCommand } from './extract.ts';
import { addIngestCommand } from './ingest.ts';
import { addRedactCommand } from './redact.ts';
import { addResetCommand } from './reset.ts';
import { addSearchCommand } from './search.ts';
import { addStartCommand } from './start.ts';
import { addTokenCommand } from './token.ts';

const COMMANDS = [
  addStartCommand,
  addIngestCommand,
  addAskCommand,
  addSearchCommand,
  addDocumentsCommand,
  addDeleteCommand,
  addCollectionsCommand,
  addExplainCommand,
  addTokenCommand,
  addExtractCommand,
  addRedactCommand,
  addEvaluateCommand,
  addBenchCommand,
  addDoctorCommand,
  addResetCommand,
];

const context = processContext();
const program = new Command('affidavit')
  .description('Document intelligence with evidence that anyone can rerun.')
  .addHelpText(
    'after',
    '\nState is kept in .affidavit, or in the folder that AFFIDAVIT_HOME names. Exit codes: docs/cli.md.',
  );
for (const add of COMMANDS) add(program, context);

await program.parseAsync().catch((error: unknown) => reportFailure(error, context));
