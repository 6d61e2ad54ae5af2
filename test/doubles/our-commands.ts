/** A command that this list's tests do not run, and where it is run, or why nowhere. */
export interface RunElsewhere {
  readonly elsewhere: string;
}

const BUDGET = /^acme .* of \$25\.000000, /m;
const DOCUMENT = /\bpublished +inbox\//;
const PASS = /^\d+ objects compared: 0 without a row, 0 changed/m;
const SENT = /^1 documents sent again \(1 published, 0 rejected, 0 held\)/m;
const ACCOUNT = 'asks an account; npm run test:deploy runs it';
const ESTIMATE = /\$[\d,.]+/;

/**
 * Commands of ours that documents on operations may name, each with what it prints when it has done its work over a state
 * folder in use: `npm run test:faults` runs them.
 */
export const OUR_COMMANDS: Readonly<Record<string, RegExp | RunElsewhere>> = {
  'npx affidavit budget': /^all +\$/m,
  'npx affidavit budget --environment prod': { elsewhere: ACCOUNT },
  'npx affidavit budget --month 2026-03 --environment prod': { elsewhere: ACCOUNT },
  'npx affidavit budget remove acme': /^acme .* no budget$/m,
  'npx affidavit budget remove acme --was 25 --environment prod': { elsewhere: ACCOUNT },
  'npx affidavit budget set <tenant> <dollars>': BUDGET,
  'npx affidavit budget set <tenant> <dollars> --environment prod': { elsewhere: ACCOUNT },
  'npx affidavit budget set acme 25': BUDGET,
  'npx affidavit budget set acme 25 --environment prod': { elsewhere: ACCOUNT },
  'npx affidavit canary': /^\d+ of \d+ facts found, 0 leaks$/m,
  'npx affidavit cost': ESTIMATE,
  'npx affidavit cost --answers': /^ {2}\d+ answers: /m,
  'npx affidavit cost --environment prod --documents 10000 --pages 12 --questions 50000': ESTIMATE,
  'npx affidavit cost --environment prod --measured': ESTIMATE,
  'npx affidavit cost --tenants': /^acme +1 +1 +\$/m,
  'npx affidavit cost --tenants --month 2026-03': /^total +0 +0 +\$/m,
  'npx affidavit cost --tenants --month 2026-03 --environment prod': { elsewhere: ACCOUNT },
  'npx affidavit cost --answers --month 2026-03 --environment prod': { elsewhere: ACCOUNT },
  'npx affidavit delete <id> --tenant acme': /^Deleted \w+\.$/m,
  'npx affidavit doctor': /^ok +Node: 24/m,
  'npx affidavit doctor --environment prod': { elsewhere: ACCOUNT },
  'npx affidavit documents': DOCUMENT,
  'npx affidavit documents --held': /\bheld +inbox\//,
  'npx affidavit documents --tenant acme --json': /"status":"published"/,
  'npx affidavit documents <id>': /attempt \d+ {2}publish +\d+ ms/,
  'npx affidavit documents <id> --json': /"step":"publish"/,
  'npx affidavit documents <id> --release': DOCUMENT,
  'npx affidavit drill --seconds 5': /^0 faults/m,
  'npx affidavit evaluate answers <file>': { elsewhere: 'test/local/evaluate-answers.test.ts runs it' },
  'npx affidavit explain <answer id>': /answered|no-evidence/,
  'npx affidavit ingest <path>': /published/,
  'npx affidavit reconcile': PASS,
  'npx affidavit reconcile --fresh': PASS,
  'npx affidavit redact <file>': /\[EMAIL:[^\]]+\]/,
  'npx affidavit redrive --reason <failure>': SENT,
  'npx affidavit redrive --reason BudgetExhausted --tenant <tenant>': SENT,
  'npx affidavit redrive --reason BudgetExhausted --tenant local': SENT,
  'npx affidavit redrive --reason DependencyUnavailable --dry-run': /^1 documents and 0 events would be sent again/m,
  'npx affidavit redrive --reason ModelThrottled --since 2h': SENT,
  'npx affidavit redrive --reason ModelThrottled --since 2h --dry-run':
    /^1 documents and 0 events would be sent again/m,
  'npx affidavit reindex': /^Generation \d+ serves in place of \d+, which is kept/m,
  'npx affidavit reindex --rollback': /^Generation \d+ serves again in place of \d+/m,
  'npx affidavit reindex --status': /^generation \d+ {2}serving/m,
  'npx affidavit reset': /^Removed /m,
  'npx affidavit search "any word"': /keys\.txt, page 1/,
  'npx affidavit search <question> --explain': /^filters: tenant local[\s\S]*^milliseconds: /m,
  'npx affidavit simulate --runs 50': /^0 lost, 0 doubled, 0 stale, 0 with orphans$/m,
  'npx affidavit slo': /^Questions are answered +kept/m,
  'npx affidavit token': /^[\w-]+\.[\w-]+\.[\w-]+$/m,
  'npm run check:alarms': /firing|raised/,
  'npm run synth': { elsewhere: 'the workflow of tests runs it (.github/workflows)' },
  'npm run test:deploy': { elsewhere: 'it is what runs commands of AWS and of the CDK' },
  'npm run test:faults': { elsewhere: 'it is what runs the others of this list' },
  'npm start': { elsewhere: 'test/local/cli-start.test.ts runs it' },
  'git pull && npm ci': { elsewhere: 'nowhere: it changes the clone that it is run in' },
  "npx cdk deploy -c environment=prod 'prod/*'": { elsewhere: 'npm run test:deploy runs it' },
  "npx cdk diff -c environment=prod 'prod/*'": { elsewhere: 'npm run test:deploy runs it' },
};
