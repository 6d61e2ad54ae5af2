import type { Command } from 'commander';
import { addAskCommand } from './ask.ts';
import { addBenchCommand } from './bench.ts';
import { addBudgetCommand } from './budget.ts';
import { addCalibrateCommand } from './calibrate.ts';
import { addCanaryCommand } from './canary.ts';
import { addClassesCommand } from './classes.ts';
import type { CliContext } from './cli-context.ts';
import { addCollectionsCommand } from './collections.ts';
import { addCompareCommand } from './compare.ts';
import { addCostCommand } from './cost.ts';
import { addDeleteCommand } from './delete.ts';
import { addDoctorCommand } from './doctor.ts';
import { addDocumentsCommand } from './documents.ts';
import { addDrillCommand } from './drill.ts';
import { addEvaluateCommand } from './evaluate.ts';
import { addExplainCommand } from './explain.ts';
import { addExportCommand } from './export.ts';
import { addExtractCommand } from './extract.ts';
import { addGateCommand } from './gate.ts';
import { addIngestCommand } from './ingest.ts';
import { addInspectCommand } from './inspect.ts';
import { addReconcileCommand } from './reconcile.ts';
import { addRedactCommand } from './redact.ts';
import { addRedriveCommand } from './redrive.ts';
import { addReindexCommand } from './reindex.ts';
import { addResetCommand } from './reset.ts';
import { addSearchCommand } from './search.ts';
import { addSimulateCommand } from './simulate.ts';
import { addSloCommand } from './slo.ts';
import { addStartCommand } from './start.ts';
import { addTokenCommand } from './token.ts';
import { addTrainRerankerCommand } from './train-reranker.ts';
import { addVerifyCommand } from './verify.ts';

const COMMANDS = [
  addStartCommand,
  addIngestCommand,
  addAskCommand,
  addSearchCommand,
  addDocumentsCommand,
  addDeleteCommand,
  addCollectionsCommand,
  addClassesCommand,
  addReconcileCommand,
  addRedriveCommand,
  addReindexCommand,
  addExplainCommand,
  addTokenCommand,
  addExtractCommand,
  addRedactCommand,
  addInspectCommand,
  addEvaluateCommand,
  addExportCommand,
  addCalibrateCommand,
  addTrainRerankerCommand,
  addCompareCommand,
  addGateCommand,
  addVerifyCommand,
  addBenchCommand,
  addSimulateCommand,
  addSloCommand,
  addCanaryCommand,
  addCostCommand,
  addBudgetCommand,
  addDrillCommand,
  addDoctorCommand,
  addResetCommand,
];

/** Adds every command of the command line. */
export function addCommands(program: Command, context: CliContext): void {
  for (const add of COMMANDS) add(program, context);
}
