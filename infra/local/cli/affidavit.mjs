#!/usr/bin/env node
// Runs the command line under the Node 24 that `npm ci` installed, whatever Node the machine itself has.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const node = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url));
const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const keepCompiled = new URL('./keep-compiled.mjs', import.meta.url).href;
const options = ['--disable-warning=ExperimentalWarning', '--import', keepCompiled];
const child = spawn(node, [...options, main, ...process.argv.slice(2)], { stdio: 'inherit' });

child.on('error', () => {
  process.stderr.write('affidavit: Node 24 is not installed here. Run `npm ci` in the folder of the clone first.\n');
  process.exitCode = 1;
});
// The terminal sends Ctrl-C to both processes; the child decides when to end, so this one only waits.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => signal === 'SIGINT' || child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
