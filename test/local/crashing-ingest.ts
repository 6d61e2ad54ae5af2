import { patientExtraction } from '../doubles/patient-extraction.ts';
import { watchSideEffects } from '../doubles/side-effects.ts';
import { ingestFolder } from './ingest-folder.ts';

// A process of its own: ingests a folder and kills itself at the given side effect, before it (even) or after it (odd).
// Prints how many moments there were when it lives to the end.
const [home = '', folder = '', killAt = '-1'] = process.argv.slice(2);

let moments = 0;

function moment(): void {
  if (moments === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  moments += 1;
}

const extraction = patientExtraction();
await ingestFolder(home, folder, { extraction, decorate: (ports) => watchSideEffects(ports, moment) });
await extraction.close(); // Its thread would go on.
process.stdout.write(String(moments));
